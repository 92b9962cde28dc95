using System.Data;
using Lifecycle.Grains;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Complaints;
using Lifecycle.Store.Reading;
using Lifecycle.Store.Tiers;
using Npgsql;

namespace Lifecycle.Store.Verifying;

/// <summary>Verification in one snapshot, page by page: memory stays flat, and postings go on meanwhile.</summary>
public sealed class Verifier(Database database, IPolicies policies) : IVerifier
{
    private const int PageSize = 500;

    private const string Stored = $"SELECT {StoredCustomer.Selected} FROM customer WHERE version > 0 AND id > $1 ORDER BY id LIMIT $2";

    // Whose history is there must be there, if only as gone: every customer begins with an event.
    private const string Vanished = """
        SELECT DISTINCT e.customer_id FROM customer_event e
        WHERE NOT EXISTS (SELECT FROM customer c WHERE c.id = e.customer_id AND c.version <> 0) ORDER BY 1
        """;

    /// <summary>The unreversed postings of some customers.</summary>
    internal const string Postings = """
        SELECT p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on FROM posting p
        WHERE p.customer_id = ANY($1)
          AND NOT EXISTS (SELECT FROM reversal r WHERE r.customer_id = p.customer_id AND r.posting_id = p.id)
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Difference>> Verify(IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var book = await policies.Newest(ct);
        var differences = new List<Difference>();
        var portfolio = new Grains.Portfolio();
        var total = (long)(await connection.Command("SELECT count(*) FROM customer WHERE version > 0").ExecuteScalarAsync(ct))!;
        var (done, after) = (0L, "");
        while (await PageAsync(connection, after, ct) is { Count: > 0 } page)
        {
            var ids = page.Select(row => row.Id).ToArray();
            var events = await RecordedFacts.ReadAsync(connection.Command(RecordedFacts.Of, (object)ids), ct);
            var postings = (await PostingRow.ReadAsync(connection.Command(Postings, (object)ids), ct)).ToLookup(p => p.CustomerId, StringComparer.Ordinal);
            var alerts = await StoredAlerts.LatestAsync(connection, ids, ct);
            differences.AddRange(page.AsParallel().AsOrdered()
                .Select(row => (row.Id, What: row.Differs(Refold.Fold(row.Id, [.. events[row.Id]], postings[row.Id], alerts[row.Id]), book)))
                .Where(found => found.What is not null)
                .Select(found => new Difference(found.Id, found.What!)));
            var strays = await StoredAlerts.StraysAsync(connection, ids, ct);
            differences.AddRange(strays.Distinct(StringComparer.Ordinal).Select(id => new Difference(id, "an alert is not what its history says")));
            var proposals = await ProposalSql.StraysAsync(connection, ids, ct);
            differences.AddRange(proposals.Distinct(StringComparer.Ordinal).Select(id => new Difference(id, "a proposal of a tier is not what its history says")));
            var complaints = await ComplaintSql.StraysAsync(connection, ids, ct);
            differences.AddRange(complaints.Distinct(StringComparer.Ordinal).Select(id => new Difference(id, "a complaint is not what its history says")));
            page.ForEach(row => row.AddTo(portfolio));
            (done, after) = (done + page.Count, ids[^1]);
            progress.Report((done, total));
        }

        differences.AddRange(await VanishedAsync(connection, ct));
        differences.AddRange(await CellsAsync(connection, portfolio, ct));
        return differences;
    }

    private static async Task<List<StoredCustomer>> PageAsync(NpgsqlConnection connection, string after, CancellationToken ct)
    {
        var page = new List<StoredCustomer>();
        await using var reader = await connection.Command(Stored, after, PageSize).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            page.Add(StoredCustomer.Read(reader));
        }

        return page;
    }

    private static async Task<List<Difference>> VanishedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var vanished = new List<Difference>();
        await using var command = connection.Command(Vanished);
        command.CommandTimeout = 3600; // it reads two whole tables before it answers
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            vanished.Add(new(reader.GetString(0), "it has a history and is not there"));
        }

        return vanished;
    }

    private static async Task<IEnumerable<Difference>> CellsAsync(NpgsqlConnection connection, Grains.Portfolio expected, CancellationToken ct)
    {
        var (live, _) = await Portfolio.LivePortfolio.ReadAsync(connection, DateOnly.MinValue, ct);
        return live.Cells.Keys.Union(expected.Cells.Keys)
            .Where(cell => live.Cells.GetValueOrDefault(cell) != expected.Cells.GetValueOrDefault(cell))
            .Select(cell => new Difference(
                $"cell {cell.Class}/{cell.Tier}/{cell.Manager ?? "-"}/{cell.Region ?? "-"}",
                $"it holds {live.Cells.GetValueOrDefault(cell).Customers} customers, there are {expected.Cells.GetValueOrDefault(cell).Customers}, or its sums differ"));
    }
}
