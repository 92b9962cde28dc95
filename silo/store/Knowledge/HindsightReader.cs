using System.Data;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store.Knowledge;

/// <summary>One customer twice, with everything between, in one snapshot.</summary>
public sealed class HindsightReader(Database database, PolicyStore policies) : IHindsight
{
    // $1 the customer, $2 the instant, $3 the day, $4 how many.
    private const string LatePostings = """
        SELECT source, external_id, customer_id, kind, cents, occurred_on, due_on, at, actor, is_reversal, count(*) OVER ()
        FROM (
            SELECT p.*, p.recorded_at AS at, NULL AS actor, false AS is_reversal
            FROM posting p WHERE p.customer_id = $1 AND p.recorded_at >= $2 AND p.occurred_on <= $3
            UNION ALL
            SELECT p.*, r.recorded_at, r.actor, true
            FROM reversal r JOIN posting p ON p.customer_id = r.customer_id AND p.id = r.posting_id
            WHERE r.customer_id = $1 AND r.recorded_at >= $2 AND p.occurred_on <= $3) late
        ORDER BY at DESC, id DESC, is_reversal DESC LIMIT $4
        """;

    private const string DatedFacts = $"""
        SELECT {RecordedFacts.Columns}, recorded_at, actor FROM customer_event WHERE customer_id = $1 ORDER BY version, number
        """;

    /// <inheritdoc/>
    public async Task<Hindsight?> Find(string customerId, DateOnly asOf, KnownAt known, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        if ((await KnownHistories.ReadAsync(connection, [customerId], known.Before, ct)).Fold(customerId) is not { } then)
        {
            return null;
        }

        var book = await policies.SeenByAsync(connection, ct);
        var now = await CustomerReader.FindAsync(connection, customerId, book.LooksFrom(asOf), ct);
        var (corrections, count) = await CorrectionsAsync(connection, customerId, asOf, known.Before, ct);
        return new(then, now, await KnownHistories.PoliciesAsync(connection, book, known.Before, ct), book, corrections, count);
    }

    private static async Task<(IReadOnlyList<Correction> Newest, long Count)> CorrectionsAsync(
        NpgsqlConnection connection, string customerId, DateOnly asOf, DateTimeOffset from, CancellationToken ct)
    {
        var (corrections, count) = (new List<Correction>(), 0L);
        await using (var row = await connection.Command(LatePostings, customerId, from, asOf, Hindsight.MostCorrections).ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                corrections.Add(new PostingCorrection(
                    row.GetFieldValue<DateTimeOffset>(7), row.Text(8), PostingRow.Read(row), row.GetBoolean(9)));
                count = row.GetInt64(10);
            }
        }

        var recorded = new List<DatedFact>();
        await using (var row = await connection.Command(DatedFacts, customerId).ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                recorded.Add(new(RecordedFacts.Read(row).Fact, row.GetFieldValue<DateTimeOffset>(4), row.GetString(5)));
            }
        }

        // Newest first, and the last of one commit before what led to it.
        FactCorrection[] facts = [.. Corrections.Of(customerId, recorded, from, asOf).Reverse()];
        return (
            [.. facts.Concat(corrections).OrderByDescending(correction => correction.RecordedAt).Take(Hindsight.MostCorrections)],
            count + facts.Length);
    }
}
