using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Imports.Undoing;

/// <summary>An import that is to be undone.</summary>
/// <param name="Through">Parts up to this number are done.</param>
/// <param name="Processed">How many customers those were.</param>
/// <param name="Failure">Why the first of those that could not be changed could not; null: all could.</param>
internal sealed record PendingUndo(Guid Import, ImportKind Kind, string Actor, long Through, long Processed, string? Failure);

/// <summary>The undoing of imports as rows. Whoever does it owns it: the silo that was asked last.</summary>
internal sealed class UndoTable(NpgsqlDataSource database, IBusinessClock clock, Spool spool)
{
    /// <summary>
    /// Asks for it, also again where it failed. What is done stays done, what is under way here goes on; what another silo
    /// began is taken over, and goes on where that one was.
    /// </summary>
    public async Task RequestAsync(Guid import, string actor, CancellationToken ct)
    {
        await using var command = database.Command(
            """
            INSERT INTO import_undo AS u (import_id, status, actor, spool, created_at) VALUES ($1, 'queued', $2, $3, $4)
            ON CONFLICT (import_id) DO UPDATE SET status = 'queued', spool = excluded.spool, actor = excluded.actor,
                through = CASE WHEN u.status = 'failed' THEN 0 ELSE u.through END,
                processed = CASE WHEN u.status = 'failed' THEN 0 ELSE u.processed END,
                finished_at = NULL, error_code = CASE WHEN u.status <> 'failed' THEN u.error_code END, error = NULL
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
            ? new(row.GetGuid(0), ImportWords.Kind(row.GetString(1))!.Value, row.GetString(2), row.GetInt64(3), row.GetInt64(4),
                row.IsDBNull(5) ? null : row.GetString(5))
            : null;
    }

    /// <summary>Marks it as running; false when another silo has taken it over.</summary>
    public async Task<bool> BeginAsync(PendingUndo undo, CancellationToken ct)
    {
        await using var command = database.Command(
            """
            UPDATE import_undo SET status = 'running', started_at = coalesce(started_at, $2)
            WHERE import_id = $1 AND spool = $3 AND status IN ('queued', 'running')
            """,
            undo.Import, clock.Now, spool.Id);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Says how many customers it is about; false when another silo has taken it over.</summary>
    public async Task<bool> CountedAsync(PendingUndo undo, long total, CancellationToken ct)
    {
        await using var command = database.Command(
            "UPDATE import_undo SET total = $2 WHERE import_id = $1 AND spool = $3 AND status = 'running'", undo.Import, total, spool.Id);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Records how far it has come; false when another silo has taken it over.</summary>
    public async Task<bool> AdvanceAsync(PendingUndo undo, CancellationToken ct)
    {
        await using var command = database.Command(
            "UPDATE import_undo SET through = $2, processed = $3, error_code = $4 WHERE import_id = $1 AND spool = $5 AND status = 'running'",
            undo.Import, undo.Through, undo.Processed, undo.Failure, spool.Id);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>
    /// Ends it, unless another silo has taken it over: also one that gave it back, for then it waits here, and nobody has
    /// recorded what was under way. Answers how it ended, or null.
    /// </summary>
    public async Task<string?> FinishAsync(Guid import, Refusal? fault, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.Add(
            """
            UPDATE import_undo SET status = $2, finished_at = $3, error_code = $4, error = $5
            WHERE import_id = $1 AND spool = $6 AND status = 'running'
            """,
            import, fault is null ? ImportStatus.Done : ImportStatus.Failed, clock.Now, fault?.Code, fault?.Message, spool.Id);
        batch.Add("SELECT status FROM import_undo WHERE import_id = $1 AND spool = $2 AND status IN ('done', 'failed')", import, spool.Id);
        return await batch.ExecuteScalarAsync(ct) as string;
    }
}
