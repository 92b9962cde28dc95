using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Scorecards;

/// <summary>The filled-in cards of a subject: its own, and a customer's also those of the prospects that became it.</summary>
internal static class SheetTable
{
    private const string Newest = """
        SELECT s.number, s.version, s.evaluator, s.judged_on, s.answers::text, s.actor, s.recorded_at
        FROM (SELECT $2::smallint AS kind, $3::text COLLATE "C" AS id UNION ALL SELECT 1, id FROM prospect WHERE $2 = 2 AND customer_id = $3) who
        JOIN scorecard_sheet s ON s.subject_id = who.id AND s.subject_kind = who.kind AND s.card = $1 AND s.number < $4
        ORDER BY s.number DESC LIMIT $5
        """;

    private const string Append = """
        INSERT INTO scorecard_sheet (card, version, subject_kind, subject_id, evaluator, judged_on, answers, actor, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9) RETURNING number
        """;

    /// <summary>Who a subject is by now; null: nobody known.</summary>
    /// <param name="hold">Whether a prospect must stay what it is until the transaction ends.</param>
    public static async Task<CardSubject?> ResolveAsync(NpgsqlConnection connection, CardSubject subject, bool hold, CancellationToken ct)
    {
        if (subject.Kind == SubjectKind.Customer)
        {
            return await connection.Command("SELECT 1 FROM customer WHERE id = $1 AND version > 0", subject.Id).ExecuteScalarAsync(ct) is null ? null : subject;
        }

        return await connection.Command($"SELECT customer_id FROM prospect WHERE id = $1{(hold ? " FOR SHARE" : "")}", subject.Id).ExecuteScalarAsync(ct) switch
        {
            null => null,
            string customer => new(SubjectKind.Customer, customer),
            _ => subject,
        };
    }

    /// <summary>Sheets before a number, newest first.</summary>
    public static async Task<List<CardSheet>> ReadAsync(
        NpgsqlConnection connection, Scorecards scorecards, CardSubject subject, string card, long before, int limit, CancellationToken ct)
    {
        var rows = new List<(long Number, int Version, string Evaluator, DateOnly On, string Answers, string Actor, DateTimeOffset RecordedAt)>();
        await using (var row = await connection.Command(Newest, card, (short)subject.Kind, subject.Id, before, limit).ExecuteReaderAsync(ct))
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

    /// <summary>Appends a sheet, under the subject that it was recorded for.</summary>
    public static async Task<CardSheet> AppendAsync(NpgsqlConnection connection, string card, CardSubject subject, CardSheet sheet, CancellationToken ct)
    {
        var answers = new JsonObject(sheet.Answers.Select(answer => KeyValuePair.Create(
            answer.Question.Name, (JsonNode?)(answer.Choice is { } choice ? JsonValue.Create(choice.Name) : JsonValue.Create(answer.Points / 100m)))));
        var number = (long)(await connection.Command(
            Append, card, sheet.Version, (short)subject.Kind, subject.Id, sheet.Evaluator, sheet.On, answers.ToJsonString(), sheet.Actor, sheet.RecordedAt)
            .ExecuteScalarAsync(ct))!;
        return sheet with { Number = number };
    }
}
