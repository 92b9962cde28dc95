using Lifecycle.Api.Lists;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Imports.Storing;

/// <summary>How far a run has come. Absolute figures: recording them twice does no harm.</summary>
internal sealed record Progress(long Processed = 0, long Accepted = 0, long Duplicates = 0, long Rejected = 0);

/// <summary>An import that waits to be run.</summary>
/// <param name="WasRunning">It was being run when the process ended.</param>
/// <param name="Spool">The folder its file went to.</param>
internal sealed record PendingImport(Guid Id, ImportKind Kind, ImportMode Mode, string Actor, bool WasRunning, Progress Progress, Guid? Spool);

/// <summary>A rejected row.</summary>
internal sealed record Rejection(long Row, long Line, string Raw, int Columns, string Error);

/// <summary>The import rows as the worker sees them: begun, moved on, finished.</summary>
internal sealed class RunTable(NpgsqlDataSource database, IBusinessClock clock)
{
    /// <summary>Imports to be run, oldest first; other silos' are among them.</summary>
    public async Task<List<PendingImport>> PendingAsync(CancellationToken ct)
    {
        await using var command = database.Command("""
            SELECT id, kind, mode, actor, status, processed, accepted, duplicates, rejected, spool
            FROM import WHERE status IN ('queued', 'running') ORDER BY id
            """);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<PendingImport>();
        while (await row.ReadAsync(ct))
        {
            found.Add(new(
                row.GetGuid(0), ImportWords.Kind(row.GetString(1))!.Value, ImportWords.Mode(row.GetString(2)), row.GetString(3),
                row.GetString(4) == ImportStatus.Running,
                new(row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)), row.Maybe<Guid>(9)));
        }

        return found;
    }

    /// <summary>Says of the cancelled imports of a silo that their last rows are there.</summary>
    public async Task EndRunsAsync(Guid spool, CancellationToken ct)
    {
        await using var command = database.Command("UPDATE import SET is_ending = false WHERE spool = $1 AND is_ending", spool);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Marks an import as running; false when it was cancelled.</summary>
    public async Task<bool> BeginAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.Command(
            "UPDATE import SET status = 'running', started_at = coalesce(started_at, $2) WHERE id = $1 AND status IN ('queued', 'running')",
            id, clock.Now);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>A rehearsal has no half: what an interrupted one found is forgotten.</summary>
    public async Task ForgetAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.Command("DELETE FROM import_rejection WHERE import_id = $1", id);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Records what the survey found.</summary>
    public async Task SurveyedAsync(Guid id, long total, string header, int columns, CancellationToken ct)
    {
        await using var command = database.Command(
            "UPDATE import SET total = $2, header = $3, columns = $4 WHERE id = $1", id, total, header, columns);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Records a chunk: its figures and its rejections together, or neither. False when the import was cancelled meanwhile.</summary>
    public async Task<bool> AdvanceAsync(Guid id, Progress progress, IReadOnlyList<Rejection> rejections, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        if (rejections.Count > 0)
        {
            batch.Add(
                """
                INSERT INTO import_rejection (import_id, row, line, raw, columns, error)
                SELECT $1, * FROM unnest($2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
                """,
                id,
                rejections.Select(r => r.Row).ToArray(),
                rejections.Select(r => r.Line).ToArray(),
                rejections.Select(r => r.Raw).ToArray(),
                rejections.Select(r => r.Columns).ToArray(),
                rejections.Select(r => r.Error).ToArray());
        }

        // A cancelled import records its last chunk too: those rows stay.
        batch.Add(
            "UPDATE import SET processed = $2, accepted = $3, duplicates = $4, rejected = $5 WHERE id = $1 RETURNING status",
            id, progress.Processed, progress.Accepted, progress.Duplicates, progress.Rejected);
        return await batch.ExecuteScalarAsync(ct) is ImportStatus.Running;
    }

    /// <summary>Ends a run, or an import that cannot be run; one that was cancelled stays so. Answers how it ended.</summary>
    public async Task<string> FinishAsync(Guid id, Refusal? fault, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.Add(
            "UPDATE import SET status = $2, finished_at = $3, error_code = $4, error = $5 WHERE id = $1 AND status IN ('queued', 'running')",
            id, fault is null ? ImportStatus.Done : ImportStatus.Failed, clock.Now, fault?.Code, fault?.Message);
        batch.Add("SELECT status FROM import WHERE id = $1", id);
        return (string)(await batch.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Lets the request that made an import that has not ended make another when it comes again.</summary>
    public async Task ForgetRequestAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.Command(
            "UPDATE import SET request_key = NULL, request_hash = NULL WHERE id = $1 AND status IN ('queued', 'running')", id);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// How many rows of an import were accepted, by what carries its id. For postings no index serves it: asked only after
    /// trouble, and given as long as the whole ledger takes. A row about a customer is a version of it; evaluations of one customer may share one.
    /// </summary>
    public async Task<long> CountAcceptedAsync(Guid id, ImportKind kind, CancellationToken ct)
    {
        await using var command = database.Command(
            kind switch
            {
                ImportKind.Postings => "SELECT count(*) FROM posting WHERE import_id = $1",
                ImportKind.Evaluations => "SELECT count(*) FROM customer_event WHERE import_id = $1",
                _ => "SELECT count(*) FROM (SELECT DISTINCT customer_id, version FROM customer_event WHERE import_id = $1) AS row",
            },
            id);
        command.CommandTimeout = Sql.LedgerSeconds;
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
