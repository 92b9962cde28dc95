using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Scorecards;

/// <summary>What the sheets of a subject amount to, kept for lists.</summary>
internal static class ResultTable
{
    private const string Save = """
        INSERT INTO scorecard_result (card, subject_kind, subject_id, version, band, place, parts, evaluators, judged_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9)
        ON CONFLICT (card, subject_kind, subject_id) DO UPDATE
            SET version = excluded.version, band = excluded.band, place = excluded.place, parts = excluded.parts,
                evaluators = excluded.evaluators, judged_on = excluded.judged_on
        """;

    // Cards that somebody judged a subject by, itself or as a prospect that became it.
    private const string Cards = """
        SELECT DISTINCT s.card
        FROM (SELECT $1::smallint AS kind, $2::text COLLATE "C" AS id UNION ALL SELECT 1, id FROM prospect WHERE $1 = 2 AND customer_id = $2) who
        JOIN scorecard_sheet s ON s.subject_id = who.id AND s.subject_kind = who.kind
        """;

    /// <summary>Lets nobody else add up this subject until the transaction ends.</summary>
    public static Task LockAsync(NpgsqlConnection connection, CardSubject subject, CancellationToken ct) => connection.Command(
        "SELECT pg_advisory_xact_lock($1, hashtext($2))", AdvisoryLocks.Scorecards, $"{subject.Kind}/{subject.Id}").ExecuteNonQueryAsync(ct);

    /// <summary>The result of a card, from the sheets that can count; null: nobody judged.</summary>
    public static async Task<CardResult?> ReadAsync(
        NpgsqlConnection connection, Scorecards scorecards, CardSubject subject, string card, CancellationToken ct)
    {
        var sheets = await SheetTable.LatestAsync(connection, scorecards, subject, card, ct);
        return sheets.Count == 0 ? null : CardResult.Of(card, sheets);
    }

    /// <summary>Writes a result down, in place of an earlier one.</summary>
    public static Task SaveAsync(NpgsqlConnection connection, CardSubject subject, CardResult result, CancellationToken ct)
    {
        var parts = result.Score.Parts.ToDictionary(part => part.Part.Name, part => part.Shown, StringComparer.Ordinal);
        return connection.Command(
            Save,
            result.Name, (short)subject.Kind, subject.Id, result.Version, Sql.OrNull(result.Score.Band?.Name),
            result.Score.Band is null ? short.MaxValue : (short)result.Score.Trials.Length, JsonSerializer.Serialize(parts), result.Counting.Length,
            Sql.OrNull(result.JudgedOn)).ExecuteNonQueryAsync(ct);
    }

    /// <summary>Forgets what is written down of a subject: its cards are somebody else's by now.</summary>
    public static Task ForgetAsync(NpgsqlConnection connection, CardSubject subject, CancellationToken ct) => connection.Command(
        "DELETE FROM scorecard_result WHERE subject_kind = $1 AND subject_id = $2", (short)subject.Kind, subject.Id).ExecuteNonQueryAsync(ct);

    /// <summary>Writes every result of a subject down anew, because the prospects that are it have changed.</summary>
    public static async Task RefreshAsync(NpgsqlConnection connection, Scorecards scorecards, CardSubject subject, CancellationToken ct)
    {
        await LockAsync(connection, subject, ct);
        await ForgetAsync(connection, subject, ct);
        foreach (var card in await connection.Command(Cards, (short)subject.Kind, subject.Id).TextsAsync(ct))
        {
            await SaveAsync(connection, subject, (await ReadAsync(connection, scorecards, subject, card, ct))!, ct);
        }
    }
}
