using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>Reads what decisions about customers depend on; under their locks it is what holds until the commit.</summary>
public sealed partial class CareFactsReader(IBusinessClock clock, ILogger<CareFactsReader> log)
{
    private const string Customers = """
        SELECT c.id, c.version, c.packed, coalesce(p.name, ''), coalesce(p.contacts::text, '[]'), coalesce(p.last_contact, 0)
        FROM customer c LEFT JOIN customer_person p ON p.customer_id = c.id
        WHERE c.id = ANY($1) AND c.version > 0 AND NOT EXISTS (SELECT FROM quarantine q WHERE q.customer_id = c.id)
        """;

    private const string Decided = $"""
        SELECT {CareRows.Columns} FROM care_decision d LEFT JOIN message m ON m.key = d.message_key
        WHERE d.customer_id = ANY($1) AND d.occurs_on >= $2
        """;

    /// <summary>The facts of those customers that can be read.</summary>
    /// <param name="since">Decisions about days before are of no interest.</param>
    internal async Task<List<CareFacts>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<string> customers, DateOnly since, CancellationToken ct)
    {
        var ids = customers.ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Decided, ids, since);
        batch.Add(Customers, (object)ids);
        await using var row = await batch.ExecuteReaderAsync(ct);
        var decided = await DecidedAsync(row, ct);
        await row.NextResultAsync(ct);
        var facts = new List<CareFacts>(ids.Length);
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
                });
            }
        }

        return facts;
    }

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
