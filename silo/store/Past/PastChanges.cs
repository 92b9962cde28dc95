using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Npgsql;

namespace Lifecycle.Store.Past;

/// <summary>What an answer about past days depends on: it stays true while this stays the same.</summary>
/// <param name="Epoch">Of the published policies.</param>
/// <param name="Changes">How many commits ever changed what the days show.</param>
internal readonly record struct PastMark(int Epoch, long Changes);

/// <summary>The record of commits that change what days show.</summary>
internal static class PastChanges
{
    // Plain inserts: nobody ever waits for a row here.
    private const string Record = "INSERT INTO past_change (day, changes) VALUES ($1, 1)";

    private const string Mark = "SELECT epoch, (SELECT coalesce(sum(changes), 0)::bigint FROM past_change WHERE day <= $1) FROM rules";

    // Days with a single row stay as they are.
    private const string Fold = """
        WITH many AS (SELECT day FROM past_change GROUP BY day HAVING count(*) > 1),
            open AS (DELETE FROM past_change p USING many WHERE p.day = many.day AND pg_try_advisory_xact_lock($1) RETURNING p.day, p.changes)
        INSERT INTO past_change (day, changes) SELECT day, sum(changes) FROM open GROUP BY day
        """;

    /// <summary>Adds the record of a commit, where it changes anything.</summary>
    public static NpgsqlBatchCommand? AddTo(NpgsqlBatch batch, IEnumerable<Slot> written)
    {
        var first = written.Min(slot => slot.ChangesSince);
        return first is { } day ? batch.Add(Record, day) : null;
    }

    /// <summary>The mark of every day up to <paramref name="last"/>, in the snapshot of the connection.</summary>
    public static async Task<PastMark> MarkAsync(NpgsqlConnection connection, DateOnly last, CancellationToken ct)
    {
        await using var command = connection.Command(Mark, last);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt32(0), reader.GetInt64(1));
    }

    /// <summary>Folds the rows of the same day into one, one silo at a time.</summary>
    public static async Task FoldAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var fold = connection.Command(Fold, AdvisoryLocks.Compactor);
        await fold.ExecuteNonQueryAsync(ct);
    }
}
