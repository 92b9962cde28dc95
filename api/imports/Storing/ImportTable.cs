using Lifecycle.Api.Lists;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Imports.Storing;

/// <summary>The import rows as the interface sees them: made, listed, cancelled.</summary>
internal sealed class ImportTable(NpgsqlDataSource database, IBusinessClock clock, Spool spool)
{
    private static readonly TimeSpan RequestKeyLife = TimeSpan.FromHours(24);

    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(10);

    private const string Select = """
        SELECT i.id, i.kind, i.mode, i.status, i.processed, i.total, i.accepted, i.duplicates, i.rejected, i.started_at, i.finished_at,
            i.error_code, i.error, u.status, u.processed, u.total, u.started_at, u.finished_at, u.error_code, coalesce(u.error, '')
        FROM import i LEFT JOIN import_undo u ON u.import_id = i.id
        """;

    /// <summary>Queues an import. A request key that made one before, with the same body, makes none again: that one is the answer.</summary>
    /// <param name="sends">Called when the row may be there from now on, whatever anybody hears of it.</param>
    public async Task<ImportResource> QueueAsync(
        Guid id, ImportKind kind, ImportMode mode, string actor, IdempotencyKey? key, Action sends, CancellationToken ct)
    {
        if (key is not null)
        {
            await ForgetLapsedAsync(key, ct);
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var insert = connection.Command(
            """
            INSERT INTO import (id, kind, mode, status, actor, created_at, request_key, request_hash, spool)
            VALUES ($1, $2, $3, 'queued', $4, $5, $6, $7, $8)
            ON CONFLICT (request_key, request_hash) DO NOTHING
            """,
            id, kind.Word(), mode.Word(), actor, clock.Now, key?.Key, key?.BodyHash, spool.Id);
        sends();
        while (await insert.ExecuteNonQueryAsync(ct) != 1)
        {
            await using var first = connection.Command($"{Select} WHERE i.request_key = $1 AND i.request_hash = $2", key!.Key, key.BodyHash);
            if (await OneAsync(first, ct) is { } known)
            {
                return known;
            }

            // Its key was freed in between: it is ours.
        }

        // Not read again: whoever made it must not fail to say so.
        return new(id, kind.Word(), mode.Word(), ImportStatus.Queued, 0, null, 0, 0, 0, null, null, null, null);
    }

    /// <summary>Whether a request with this key made an import before.</summary>
    public async Task<bool> KnowsAsync(string requestKey, CancellationToken ct)
    {
        await using var command = database.Command("SELECT EXISTS (SELECT FROM import WHERE request_key = $1)", requestKey);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>How many wait for this silo.</summary>
    public async Task<long> WaitingAsync(CancellationToken ct)
    {
        await using var command = database.Command("SELECT count(*) FROM import WHERE status = 'queued' AND spool = $1", spool.Id);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>One import, or null.</summary>
    public async Task<ImportResource?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.Command($"{Select} WHERE i.id = $1", id);
        return await OneAsync(command, ct);
    }

    /// <summary>Imports older than <paramref name="after"/>, newest first: ids are version 7 and order by creation.</summary>
    public async Task<List<ImportResource>> ListAsync(Guid? after, int limit, CancellationToken ct)
    {
        await using var command = database.Command($"{Select} WHERE i.id < $1 ORDER BY i.id DESC LIMIT $2", after ?? Guid.AllBitsSet, limit);
        return await ManyAsync(command, ct);
    }

    /// <summary>Cancels an import; false when there is none that could be cancelled.</summary>
    public async Task<bool> CancelAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.Command(
            """
            UPDATE import SET status = 'cancelled', finished_at = $2, is_ending = (status = 'running')
            WHERE id = $1 AND status IN ('queued', 'running')
            """,
            id, clock.Now);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Why an import that has ended cannot be undone now, or null.</summary>
    public async Task<Refusal?> CannotUndoAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.Command(
            """
            SELECT mode = 'check',
                kind <> 'postings' AND spool IS NULL,            -- its facts do not carry its id
                is_ending AND finished_at > $2                   -- a silo that has not ended it since then never will
            FROM import WHERE id = $1
            """,
            id, clock.Now - LongestEnd);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2)) switch
        {
            (true, _, _) => new("import-finished", "The import was a check that has ended; there is nothing to cancel or undo."),
            (_, true, _) => new("import-too-old", "The import is from before imports could be undone; it is not known what it changed."),
            (_, _, true) => new("import-ending", "The last rows of the import are still on their way; try again in a moment."),
            _ => null,
        };
    }

    /// <summary>A key that came a day ago stands for nothing any more.</summary>
    private async Task ForgetLapsedAsync(IdempotencyKey key, CancellationToken ct)
    {
        await using var command = database.Command(
            "UPDATE import SET request_key = NULL, request_hash = NULL WHERE request_key = $1 AND created_at < $2",
            key.Key, clock.Now - RequestKeyLife);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<ImportResource?> OneAsync(NpgsqlCommand command, CancellationToken ct) =>
        (await ManyAsync(command, ct)).SingleOrDefault();

    private static async Task<List<ImportResource>> ManyAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var found = new List<ImportResource>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            found.Add(new(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4),
                row.Maybe<long>(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8),
                row.Maybe<DateTimeOffset>(9), row.Maybe<DateTimeOffset>(10),
                Error(row, 11), row.IsDBNull(13) ? null : Undo(row)));
        }

        return found;
    }

    private static ImportUndo Undo(NpgsqlDataReader row) => new(
        row.GetString(13), row.GetInt64(14), row.Maybe<long>(15), row.Maybe<DateTimeOffset>(16), row.Maybe<DateTimeOffset>(17), Error(row, 18));

    private static ImportError? Error(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new(row.GetString(column), row.GetString(column + 1));
}
