using Lifecycle.Grains;
using Npgsql;
using NpgsqlTypes;

namespace Lifecycle.Api.Ratings;

/// <summary>Finds the postings that alone decide a measure: the oldest overdue debit, the last shipment, the first posting.</summary>
internal static class DecidingDocuments
{
    private const string Query = """
        SELECT w.measure, min(p.source), min(p.external_id)
        FROM unnest($2::text[], $3::date[], $4::text[]) AS w(measure, day, kinds)
        JOIN posting p ON p.customer_id = $1 AND p.occurred_on = w.day AND p.kind = ANY(w.kinds::smallint[])
        WHERE p.recorded_at < coalesce($5, 'infinity') AND NOT EXISTS (
            SELECT FROM reversal r WHERE r.customer_id = p.customer_id AND r.posting_id = p.id AND r.recorded_at < coalesce($5, 'infinity'))
        GROUP BY w.measure HAVING count(*) = 1
        """;

    /// <param name="known">What is to be known already; null: everything known now.</param>
    public static async Task<IReadOnlyDictionary<string, DocumentResource>> FindAsync(
        NpgsqlDataSource database, string customerId, Measures measures, KnownAt? known, CancellationToken ct)
    {
        var found = new Dictionary<string, DocumentResource>(StringComparer.Ordinal);
        var wanted = Wanted(measures).ToArray();
        if (wanted.Length == 0)
        {
            return found;
        }

        await using var command = database.CreateCommand(Query);
        command.Parameters.Add(new() { Value = customerId });
        command.Parameters.Add(new() { Value = Array.ConvertAll(wanted, w => w.Measure.Name()) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(wanted, w => w.Day) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(wanted, w => $"{{{string.Join(',', w.Kinds.Select(k => (int)k))}}}") });
        command.Parameters.Add(new() { Value = known?.Before.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetString(0), new(reader.GetString(1), reader.GetString(2)));
        }

        return found;
    }

    private static IEnumerable<(Measure Measure, DateOnly Day, PostingKind[] Kinds)> Wanted(Measures measures)
    {
        if (measures.OldestDueOccurred is { } overdue)
        {
            yield return (Measure.OldestOverdueDays, overdue, [PostingKind.Shipment, PostingKind.OpeningDebit]);
        }

        if (measures.LastShipment is { } last)
        {
            yield return (Measure.DaysSinceShipment, last, [PostingKind.Shipment]);
        }

        if (measures.CustomerSince is { } since)
        {
            yield return (Measure.CustomerSince, since, Enum.GetValues<PostingKind>());
        }
    }
}
