using System.Runtime.CompilerServices;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Imports.Undoing;

/// <summary>An import that is to be undone.</summary>
/// <param name="Through">Customers up to this one are done.</param>
/// <param name="Processed">How many those are.</param>
/// <param name="Failure">Why the first of those that could not be changed could not; null: all could.</param>
internal sealed record PendingUndo(Guid Import, ImportKind Kind, string Actor, string Through, long Processed, string? Failure);

/// <summary>A customer that an import touched.</summary>
/// <param name="Postings">How many of its postings the import brought.</param>
internal sealed record TouchedCustomer(string Id, long Postings);

/// <summary>The undoing of imports as rows: asked for, begun, moved on, finished.</summary>
internal sealed class UndoTable(NpgsqlDataSource database, IBusinessClock clock, Spool spool)
{
    // The whole ledger is read for it, once: no index leads to an import's postings.
    private const int PatienceSeconds = 3600;

    /// <summary>
    /// Asks for it, also again where it failed; what is done, or under way here, stays so. What another silo began and
    /// does no more is taken over.
    /// </summary>
    public async Task RequestAsync(Guid import, string actor, CancellationToken ct)
    {
        await using var command = database.Command(
            """
            INSERT INTO import_undo AS u (import_id, status, actor, spool, created_at) VALUES ($1, 'queued', $2, $3, $4)
            ON CONFLICT (import_id) DO UPDATE SET status = 'queued', spool = excluded.spool, actor = excluded.actor, through = '',
                processed = 0, total = NULL, finished_at = NULL, error_code = NULL, error = NULL
            WHERE u.status = 'failed' OR (u.status <> 'done' AND u.spool <> excluded.spool)
            """,
            import, actor, spool.Id, clock.Now);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The oldest that this silo has to do, or null.</summary>
    public async Task<PendingUndo?> NextAsync(CancellationToken ct)
    {
        await using var command = database.Command(
            """
            SELECT u.import_id, i.kind, u.actor, u.through, u.processed, u.error_code FROM import_undo u JOIN import i ON i.id = u.import_id
            WHERE u.status IN ('queued', 'running') AND u.spool = $1 ORDER BY u.created_at, u.import_id LIMIT 1
            """,
            spool.Id);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(row.GetGuid(0), ImportWords.Kind(row.GetString(1))!.Value, row.GetString(2), row.GetString(3), row.GetInt64(4),
                row.IsDBNull(5) ? null : row.GetString(5))
            : null;
    }

    /// <summary>Marks it as running, and says how much there is to do.</summary>
    public async Task<long> BeginAsync(PendingUndo undo, CancellationToken ct)
    {
        await using var count = database.Command($"SELECT count(*) FROM ({Touched(undo.Kind)}) AS touched", undo.Import, "");
        count.CommandTimeout = PatienceSeconds;
        var total = (long)(await count.ExecuteScalarAsync(ct))!;
        await using var begin = database.Command(
            "UPDATE import_undo SET status = 'running', total = $2, started_at = coalesce(started_at, $3) WHERE import_id = $1",
            undo.Import, total, clock.Now);
        await begin.ExecuteNonQueryAsync(ct);
        return total;
    }

    /// <summary>The customers that an import touched and that are not done yet, in their order; bounded by whoever asks for the next.</summary>
    public async IAsyncEnumerable<TouchedCustomer> TouchedAsync(PendingUndo undo, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = database.Command($"{Touched(undo.Kind)} ORDER BY 1", undo.Import, undo.Through);
        command.CommandTimeout = PatienceSeconds;
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            yield return new(row.GetString(0), row.GetInt64(1));
        }
    }

    /// <summary>Records how far it has come.</summary>
    public async Task AdvanceAsync(PendingUndo undo, CancellationToken ct)
    {
        await using var command = database.Command(
            "UPDATE import_undo SET through = $2, processed = $3, error_code = $4 WHERE import_id = $1",
            undo.Import, undo.Through, undo.Processed, undo.Failure);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ends it.</summary>
    public async Task FinishAsync(Guid import, Refusal? fault, CancellationToken ct)
    {
        await using var command = database.Command(
            "UPDATE import_undo SET status = $2, finished_at = $3, error_code = $4, error = $5 WHERE import_id = $1",
            import, fault is null ? ImportStatus.Done : ImportStatus.Failed, clock.Now, fault?.Code, fault?.Message);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Touched(ImportKind kind) => kind == ImportKind.Postings
        ? "SELECT customer_id, count(*) FROM posting WHERE import_id = $1 AND customer_id > $2 GROUP BY 1"
        : "SELECT customer_id, 0::bigint FROM customer_event WHERE import_id = $1 AND customer_id > $2 GROUP BY 1";
}
