using Lifecycle.Grains;
using Lifecycle.Store.Alerts;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>
/// Re-folds every customer from what is append only, alerts from their own history, and the portfolio from the customers.
/// </summary>
internal static class Verification
{
    public static async Task VerifyAsync(StoreHost host)
    {
        var portfolio = new Portfolio();
        foreach (var (id, stored) in await StatesAsync(host))
        {
            var folded = await FoldAsync(host, id);
            var day = stored.Standing!.RatedOn;
            var whole = Customer.Rate(folded with { Standing = stored.Standing }, day, host.Policies.Book);

            // A sweep leaves whom a new version does not move as the version before rated it.
            Assert.Equal(whole.State.Standing! with { PolicyVersion = stored.Standing.PolicyVersion }, stored.Standing);

            // Rated twice is rated once.
            Assert.Empty(whole.Alerts);

            var compacted = folded with
            {
                Version = stored.Version,
                Standing = stored.Standing,
                Movements = stored.Movements.Opening is { } opening
                    ? folded.Movements.Compact(folded.Profile, opening.Through.AddYears(2), limit: 0)
                    : folded.Movements,
            };
            Assert.Equal(Convert.ToHexString(PackedState.Pack(compacted)), Convert.ToHexString(PackedState.Pack(stored)));
            portfolio.Add(stored.Standing);
        }

        await using var connection = await host.Database.Readers.OpenConnectionAsync();
        Assert.Empty(await StoredAlerts.StraysAsync(connection, [.. (await StatesAsync(host)).Keys], CancellationToken.None));
        Assert.Equal(Shown(portfolio), Shown(await LiveAsync(host)));
    }

    private static string Shown(Portfolio portfolio) => string.Join('\n', portfolio.Cells
        .Where(c => c.Value.Customers != 0)
        .Select(c => $"{c.Key.Class} {c.Key.Tier} {c.Key.Manager} {c.Key.Region}: {c.Value.Customers} {c.Value.Sales:0} {c.Value.Receivable:0} {c.Value.Overdue:0} {c.Value.Score:0}")
        .Order(StringComparer.Ordinal));

    private static async Task<Dictionary<string, CustomerState>> StatesAsync(StoreHost host)
    {
        var states = new Dictionary<string, CustomerState>();
        await using var command = host.Database.Readers.CreateCommand("SELECT id, version, packed FROM customer WHERE version > 0");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            states.Add(reader.GetString(0), PackedState.Unpack(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        return states;
    }

    private static async Task<CustomerState> FoldAsync(StoreHost host, string id)
    {
        var facts = new List<RecordedFact>();
        await using (var events = host.Database.Readers.CreateCommand(
            "SELECT type, payload::text, import_id FROM customer_event WHERE customer_id = $1 ORDER BY version, number"))
        {
            events.Parameters.Add(new() { Value = id });
            await using var reader = await events.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                facts.Add(new(EventCodec.Decode(reader.GetString(0), reader.GetString(1)), reader.IsDBNull(2) ? null : reader.GetGuid(2)));
            }
        }

        var state = Refold.Fold(id, facts, [], []);

        await using var postings = host.Database.Readers.CreateCommand("""
            SELECT p.source, p.external_id, p.kind, p.cents, p.occurred_on, p.due_on
            FROM posting p LEFT JOIN reversal r ON r.customer_id = p.customer_id AND r.posting_id = p.id
            WHERE p.customer_id = $1 AND r.posting_id IS NULL
            """);
        postings.Parameters.Add(new() { Value = id });
        await using var rows = await postings.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            state = Customer.Evolve(state, new PostingAccepted(new(
                rows.GetString(0), rows.GetString(1), id, (PostingKind)rows.GetInt16(2), rows.GetInt64(3),
                rows.GetFieldValue<DateOnly>(4), rows.IsDBNull(5) ? null : rows.GetFieldValue<DateOnly>(5))));
        }

        await using var connection = await host.Database.Readers.OpenConnectionAsync();
        var alerts = await StoredAlerts.LatestAsync(connection, [id], CancellationToken.None);
        return state with { Alerts = Alerts.Of(alerts[id]) };
    }

    private static async Task<Portfolio> LiveAsync(StoreHost host)
    {
        var portfolio = new Portfolio();
        await using var command = host.Database.Readers.CreateCommand("""
            SELECT class, tier, manager, region, customers, sales, receivable, overdue, score FROM portfolio_cell
            UNION ALL SELECT class, tier, manager, region, customers, sales, receivable, overdue, score FROM portfolio_delta
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            portfolio.Add(
                new(reader.GetString(0), reader.GetInt16(1), reader.GetString(2) is "" ? null : reader.GetString(2), reader.GetString(3) is "" ? null : reader.GetString(3)),
                new(reader.GetInt64(4), reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8)));
        }

        return portfolio;
    }
}
