using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>
/// Counts everybody under the rules that are on. A large portfolio takes seconds to read: its count serves for ten minutes, while the
/// rules stay as they are; a small one is counted each time.
/// </summary>
public sealed class CareForecast(Database database, Programmes programmes, CustomerReader customers, IBusinessClock clock) : ICareForecast
{
    // From so many customers on a count is kept.
    private const int Large = 20_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private const string All = """
        SELECT c.id, c.version, c.packed, p.contacts::text FROM customer c JOIN customer_person p ON p.customer_id = c.id
        WHERE c.version > 0 AND p.contacts <> '[]' AND NOT EXISTS (SELECT FROM quarantine q WHERE q.customer_id = c.id)
        """;

    private readonly SemaphoreSlim turn = new(1, 1);
    private Counted? kept;

    /// <inheritdoc/>
    public async Task<(CareTally Tally, DateTimeOffset AsOf)> Count(CancellationToken ct)
    {
        var rules = (await ProgrammeAsync(ct)).Rules.Where(rule => rule.IsOn).OrderBy(r => r.Occasion, StringComparer.Ordinal)
            .ThenBy(r => r.Campaign, StringComparer.Ordinal).ToList();
        var name = string.Join('\n', rules.Select(CareRuleJson.Write));

        // One count at a time: whoever waits finds it made.
        await turn.WaitAsync(ct);
        try
        {
            if (kept is { } known && known.Rules == name && known.Today == clock.Today && (clock.Now - known.AsOf).Duration() < Fresh)
            {
                return (known.Tally, known.AsOf);
            }

            var (tally, asOf, read) = (new CareTally(rules, clock.Today), clock.Now, 0L);
            await using var connection = await database.Readers.OpenConnectionAsync(ct);
            await using var query = connection.Command(All);
            await customers.ForEachAsync(PackedScan.ReadAsync(query, row => (Customer: PackedScan.Customer(row), Contacts: row.GetString(3)), ct), page =>
            {
                var some = new CareTally(rules, clock.Today);
                foreach (var (customer, contacts) in page)
                {
                    if (customers.TryUnpack(customer) is { } state)
                    {
                        some.Add(state, new("", EventCodec.DecodeContacts(contacts)));
                    }
                }

                lock (tally)
                {
                    tally.Add(some);
                    read += page.Count;
                }
            }, ct);
            kept = read >= Large ? new(name, clock.Today, asOf, tally) : null;
            return (tally, asOf);
        }
        finally
        {
            turn.Release();
        }
    }

    // Given back before the turn is waited for: connections are few.
    private async Task<CareProgramme> ProgrammeAsync(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await programmes.ReadAsync(connection, ct);
    }

    private sealed record Counted(string Rules, DateOnly Today, DateTimeOffset AsOf, CareTally Tally);
}
