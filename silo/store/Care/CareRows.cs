using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>Care decisions and the messages they lead to, as rows. Written under the customer's lock only.</summary>
internal static class CareRows
{
    /// <summary>The columns that <see cref="Read"/> reads first, of <c>care_decision d LEFT JOIN message m</c>.</summary>
    public const string Columns = """
        d.customer_id, d.contact_id, d.occasion, d.occurrence, d.channel, d.outcome, d.reason, d.occurs_on, d.send_after, d.expires_at,
        coalesce(m.status = 'sending', false)
        """;

    /// <summary>How many columns that are.</summary>
    public const int Width = 11;

    private const string SaveDecisions = """
        INSERT INTO care_decision (customer_id, contact_id, occasion, occurrence, channel, message_key, outcome, reason, occurs_on,
            send_after, expires_at, decided_at)
        SELECT d.*, $12 FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::date[],
            $10::timestamptz[], $11::timestamptz[]) AS d
        ON CONFLICT (customer_id, contact_id, occasion, occurrence, channel) DO UPDATE SET
            outcome = excluded.outcome, reason = excluded.reason, occurs_on = excluded.occurs_on, send_after = excluded.send_after,
            expires_at = excluded.expires_at, decided_at = excluded.decided_at
        """;

    private const string ScheduleMessages = """
        INSERT INTO message (key, status, send_after, expires_at)
        SELECT m.key, 'scheduled', m.send_after, m.expires_at FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS m(key, send_after, expires_at)
        ON CONFLICT (key) DO UPDATE SET status = 'scheduled', send_after = excluded.send_after, expires_at = excluded.expires_at
        """;

    private const string EndMessages = """
        UPDATE message m SET status = e.status FROM unnest($1::text[], $2::text[]) AS e(key, status) WHERE m.key = e.key
        """;

    public static CareDecision Read(NpgsqlDataReader row) => new(
        new(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4)),
        CareOutcomes.Read(row.GetString(5)), row.IsDBNull(6) ? null : row.GetString(6), row.GetFieldValue<DateOnly>(7),
        row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<DateTimeOffset>(9))
    {
        IsLeaving = row.GetBoolean(10),
    };

    /// <summary>Adds what writes decisions and their messages; answers with the row counts that there must be.</summary>
    public static List<(NpgsqlBatchCommand Command, int Rows)> Save(NpgsqlBatch batch, CareDecision[] decisions, DateTimeOffset now)
    {
        var expected = new List<(NpgsqlBatchCommand, int)>();
        if (decisions.Length == 0)
        {
            return expected;
        }

        expected.Add((
            batch.Add(
                SaveDecisions,
                Array.ConvertAll(decisions, d => d.Key.CustomerId),
                Array.ConvertAll(decisions, d => d.Key.ContactId),
                Array.ConvertAll(decisions, d => d.Key.Occasion),
                Array.ConvertAll(decisions, d => d.Key.Occurrence),
                Array.ConvertAll(decisions, d => d.Key.Channel),
                Array.ConvertAll(decisions, d => d.Key.MessageKey),
                Array.ConvertAll(decisions, d => d.Outcome.Word()),
                Array.ConvertAll(decisions, d => d.Reason),
                Array.ConvertAll(decisions, d => d.OccursOn),
                Instants(decisions, d => d.SendAfter),
                Instants(decisions, d => d.ExpiresAt),
                now),
            decisions.Length));

        var scheduled = Array.FindAll(decisions, d => d.Outcome == CareOutcome.Scheduled);
        if (scheduled.Length > 0)
        {
            expected.Add((
                batch.Add(
                    ScheduleMessages,
                    Array.ConvertAll(scheduled, d => d.Key.MessageKey),
                    Instants(scheduled, d => d.SendAfter),
                    Instants(scheduled, d => d.ExpiresAt)),
                scheduled.Length));
        }

        // A message that was scheduled before is not to be sent after all; most never had one.
        var ended = Array.FindAll(decisions, d => d.Outcome != CareOutcome.Scheduled);
        if (ended.Length > 0)
        {
            batch.Add(
                EndMessages,
                Array.ConvertAll(ended, d => d.Key.MessageKey),
                Array.ConvertAll(ended, d => d.Outcome == CareOutcome.Expired ? "expired" : "cancelled"));
        }

        return expected;
    }

    private static DateTime[] Instants(CareDecision[] decisions, Func<CareDecision, DateTimeOffset> instant) =>
        Array.ConvertAll(decisions, d => instant(d).UtcDateTime);
}
