using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Scorecards;

/// <summary>Filled-in cards as rows. Those of a customer are its own and those of every prospect that became it.</summary>
internal static class SheetTable
{
    private const string Columns = "s.number, s.version, s.evaluator, s.judged_on, s.answers::text, s.actor, s.recorded_at";

    // For each of those whose sheets they are, an index finds the few that are asked for; only these are read.
    private const string Found = $"""
        SELECT {Columns}
        FROM (SELECT $2::smallint AS kind, $3::text COLLATE "C" AS id UNION ALL SELECT 1, id FROM prospect WHERE $2 = 2 AND customer_id = $3) who
        CROSS JOIN LATERAL (
        """;

    private const string Own = "FROM scorecard_sheet WHERE card = $1 AND subject_kind = who.kind AND subject_id = who.id";

    private const string ByNumber = ") found JOIN scorecard_sheet s ON s.number = found.number ORDER BY s.number DESC";

    private const string Newest = $"{Found} SELECT number {Own} AND number < $4 ORDER BY number DESC LIMIT $5 {ByNumber} LIMIT $5";

    private const string Latest = $"""
        {Found} SELECT DISTINCT ON (evaluator, version, complete) number {Own}
        ORDER BY evaluator, version, complete, judged_on DESC, number DESC {ByNumber}
        """;

    private const string OfDay = $"""
        {Found} SELECT number {Own} AND evaluator = $4 AND version = $5 AND judged_on = $6 ORDER BY number DESC LIMIT 1 {ByNumber} LIMIT 1
        """;

    private const string OfRequest = $"SELECT {Columns} FROM scorecard_request r JOIN scorecard_sheet s ON s.number = r.sheet WHERE r.key = $1";

    private const string Append = """
        INSERT INTO scorecard_sheet (card, version, subject_kind, subject_id, evaluator, judged_on, answers, complete, actor, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10) RETURNING number
        """;

    // A key that has lapsed begins anew.
    private const string Keep = "INSERT INTO scorecard_request (key, sheet) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET sheet = excluded.sheet";

    /// <summary>Sheets before a number, newest first.</summary>
    public static Task<List<CardSheet>> ReadAsync(
        NpgsqlConnection connection, Scorecards scorecards, CardSubject subject, string card, long before, int limit, CancellationToken ct) =>
        ReadAsync(connection, scorecards, card, connection.Command(Newest, card, (short)subject.Kind, subject.Id, before, limit), ct);

    /// <summary>All that can count: of each evaluator and version, the latest complete sheet and the latest incomplete one.</summary>
    public static Task<List<CardSheet>> LatestAsync(
        NpgsqlConnection connection, Scorecards scorecards, CardSubject subject, string card, CancellationToken ct) =>
        ReadAsync(connection, scorecards, card, connection.Command(Latest, card, (short)subject.Kind, subject.Id), ct);

    /// <summary>What the evaluator of a sheet said last about its day, by its version of the card; null: nothing.</summary>
    public static async Task<CardSheet?> OfDayAsync(
        NpgsqlConnection connection, Scorecards scorecards, CardSubject subject, string card, CardSheet sheet, CancellationToken ct)
    {
        var command = connection.Command(OfDay, card, (short)subject.Kind, subject.Id, sheet.Evaluator, sheet.Version, sheet.On);
        return (await ReadAsync(connection, scorecards, card, command, ct)).FirstOrDefault();
    }

    /// <summary>What the request of a key recorded; null: nothing.</summary>
    public static async Task<CardSheet?> OfRequestAsync(NpgsqlConnection connection, Scorecards scorecards, string card, string key, CancellationToken ct) =>
        (await ReadAsync(connection, scorecards, card, connection.Command(OfRequest, key), ct)).FirstOrDefault();

    /// <summary>Appends a sheet, under the subject that it was recorded for.</summary>
    public static async Task<CardSheet> AppendAsync(NpgsqlConnection connection, string card, CardSubject subject, CardSheet sheet, CancellationToken ct)
    {
        var answers = new JsonObject(sheet.Answers.Select(answer => KeyValuePair.Create(
            answer.Question.Name, (JsonNode?)(answer.Choice is { } choice ? JsonValue.Create(choice.Name) : JsonValue.Create(answer.Points / 100m)))));
        var number = (long)(await connection.Command(
            Append, card, sheet.Version, (short)subject.Kind, subject.Id, sheet.Evaluator, sheet.On, answers.ToJsonString(), sheet.IsComplete, sheet.Actor,
            sheet.RecordedAt).ExecuteScalarAsync(ct))!;
        return sheet with { Number = number };
    }

    /// <summary>Keeps which sheet answers the request of a key.</summary>
    public static Task KeepAsync(NpgsqlConnection connection, string key, CardSheet sheet, CancellationToken ct) =>
        connection.Command(Keep, key, sheet.Number).ExecuteNonQueryAsync(ct);

    private static async Task<List<CardSheet>> ReadAsync(
        NpgsqlConnection connection, Scorecards scorecards, string card, NpgsqlCommand command, CancellationToken ct)
    {
        var rows = new List<(long Number, int Version, string Evaluator, DateOnly On, string Answers, string Actor, DateTimeOffset RecordedAt)>();
        await using (command)
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                rows.Add((
                    row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetString(4), row.GetString(5),
                    row.GetFieldValue<DateTimeOffset>(6)));
            }
        }

        var sheets = new List<CardSheet>(rows.Count);
        foreach (var row in rows)
        {
            var version = (await scorecards.PublishedAsync(connection, card, row.Version, ct))!.Value.Card;
            var (answers, faults) = CardSheet.Read(version, JsonSerializer.Deserialize<JsonElement>(row.Answers));
            sheets.Add(faults.IsEmpty
                ? new(row.Number, row.Version, version, row.Evaluator, row.On, answers, row.Actor, row.RecordedAt)
                : throw new InvalidDataException($"Sheet {row.Number} cannot be read: {faults[0].Pointer} {faults[0].Message}"));
        }

        return sheets;
    }
}
