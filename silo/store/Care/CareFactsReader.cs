using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Tasks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>Reads what decisions about customers depend on; under their locks it is what holds until the commit.</summary>
public sealed partial class CareFactsReader(PolicyStore policies, IBusinessClock clock, ILogger<CareFactsReader> log)
{
    private const string Customers = """
        SELECT c.id, c.version, c.packed, coalesce(p.name, ''), coalesce(p.contacts::text, '[]'), coalesce(p.last_contact, 0)
        FROM customer c LEFT JOIN customer_person p ON p.customer_id = c.id
        WHERE c.id = ANY($1) AND c.version > 0 AND NOT EXISTS (SELECT FROM quarantine q WHERE q.customer_id = c.id)
        """;

    private const string Decided = $"""
        SELECT {CareRows.Columns} FROM care_decision d LEFT JOIN message m ON m.key = d.message_key
        WHERE d.customer_id = ANY($1) AND (d.occurs_on >= $2 OR d.expires_at > $3 OR d.occasion = 'visit')
        """;

    /// <summary>The facts of those customers that can be read.</summary>
    /// <param name="since">Decisions about days before are of no interest.</param>
    internal async Task<List<CareFacts>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<string> customers, DateOnly since, CancellationToken ct)
    {
        var ids = customers.ToArray();
        var facts = new List<CareFacts>(ids.Length);
        var policy = policies.Book.InForceOn(clock.Today);
        Dictionary<string, VisitHistory> visits;
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add(Decided, ids, since, clock.Now);
            batch.Add(VisitRows.Histories, ids, clock.Zone.Id);
            batch.Add(Customers, (object)ids);
            await using var row = await batch.ExecuteReaderAsync(ct);
            var decided = await DecidedAsync(row, ct);
            await row.NextResultAsync(ct);
            visits = await VisitsAsync(row, ct);
            await row.NextResultAsync(ct);
            while (await row.ReadAsync(ct))
            {
                var id = row.GetString(0);
                if (TryUnpack(id, row) is { } customer)
                {
                    facts.Add(new(
                        customer,
                        new(row.GetString(3), EventCodec.DecodeContacts(row.GetString(4))) { LastContactId = row.GetInt32(5) },
                        SendingDay.Zone(customer.Profile.TimeZone, clock.Zone),
                        clock.Today,
                        decided.GetValueOrDefault(id) ?? [])
                    {
                        NextVisit = Visits.Next(customer, clock.Today, Before(visits, id), policy),
                    });
                }
            }
        }

        await CountFromRatingsAsync(connection, facts, visits, policy, ct);
        return facts;
    }

    // Asked only where it decides: ratings are many, and those of before are cold.
    private async Task CountFromRatingsAsync(
        NpgsqlConnection connection, List<CareFacts> facts, Dictionary<string, VisitHistory> visits, Policy policy, CancellationToken ct)
    {
        var asked = facts.Where(f => f.NextVisit is not null && Visits.CountsFromRating(f.Customer, clock.Today, HistoryOf(f))).Select(f => f.Customer.Id).ToArray();
        if (asked.Length == 0)
        {
            return;
        }

        var rated = (await connection.Command(VisitRows.FirstRatings, (object)asked).RowsAsync(row => (row.GetString(0), row.GetFieldValue<DateOnly>(1)), ct))
            .ToDictionary(StringComparer.Ordinal);
        for (var i = 0; i < facts.Count; i++)
        {
            if (rated.TryGetValue(facts[i].Customer.Id, out var first))
            {
                facts[i] = facts[i] with { NextVisit = Visits.Next(facts[i].Customer, clock.Today, HistoryOf(facts[i]) with { FirstRatedOn = first }, policy) };
            }
        }

        VisitHistory HistoryOf(CareFacts f) => Before(visits, f.Customer.Id);
    }

    private static VisitHistory Before(Dictionary<string, VisitHistory> visits, string customer) => visits.GetValueOrDefault(customer) ?? VisitHistory.None;

    private static async Task<Dictionary<string, Dictionary<CareKey, CareDecision>>> DecidedAsync(NpgsqlDataReader row, CancellationToken ct)
    {
        var decided = new Dictionary<string, Dictionary<CareKey, CareDecision>>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            var decision = CareRows.Read(row);
            if (!decided.TryGetValue(decision.Key.CustomerId, out var ofCustomer))
            {
                decided.Add(decision.Key.CustomerId, ofCustomer = []);
            }

            ofCustomer.Add(decision.Key, decision);
        }

        return decided;
    }

    private static async Task<Dictionary<string, VisitHistory>> VisitsAsync(NpgsqlDataReader row, CancellationToken ct)
    {
        var visits = new Dictionary<string, VisitHistory>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            var (customer, history) = VisitRows.Read(row);
            visits.Add(customer, history);
        }

        return visits;
    }

    // One customer that cannot be read must not keep all others from being greeted.
    private CustomerState? TryUnpack(string id, NpgsqlDataReader row)
    {
        try
        {
            return PackedState.Unpack(id, row.GetInt64(1), row.GetFieldValue<byte[]>(2));
        }
        catch (InvalidDataException e)
        {
            LeftOut(log, id, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No care is decided for customer {CustomerId}: {Reason}")]
    private static partial void LeftOut(ILogger log, string customerId, string reason);
}
