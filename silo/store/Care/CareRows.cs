using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>Care decisions and the messages they lead to, as rows. Written under the customer's lock only.</summary>
internal static class CareRows
{
    /// <summary>The columns that <see cref="Read"/> reads, of <c>care_decision d LEFT JOIN message m ON m.key = d.message_key</c>.</summary>
    public const string Columns = """
        d.customer_id, d.contact_id, d.occasion, d.occurrence, d.channel, d.outcome, d.reason, d.occurs_on, d.send_after, d.expires_at,
        coalesce(m.status = 'sending', false), d.variant, d.sent_at, CASE WHEN d.outcome = 'held' THEN m.send_after END, coalesce(m.attempts, 0)
        """;

    private const string SaveDecisions = """
        INSERT INTO care_decision (customer_id, contact_id, occasion, occurrence, channel, message_key, outcome, reason, occurs_on,
            send_after, expires_at, variant, sent_at, decided_at, planned, planned_reason)
        SELECT d.*, $14, CASE WHEN d.occasion = 'campaign' THEN d.outcome END, CASE WHEN d.occasion = 'campaign' THEN d.reason END
        FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::date[],
            $10::timestamptz[], $11::timestamptz[], $12::text[], $13::timestamptz[])
            AS d(customer, contact, occasion, occurrence, channel, key, outcome, reason, occurs_on, send_after, expires_at, variant, sent_at)
        ON CONFLICT (customer_id, contact_id, occasion, occurrence, channel) DO UPDATE SET
            outcome = excluded.outcome, reason = excluded.reason, occurs_on = excluded.occurs_on, send_after = excluded.send_after,
            expires_at = excluded.expires_at, variant = excluded.variant, sent_at = excluded.sent_at, decided_at = excluded.decided_at
        WHERE care_decision.outcome NOT IN ('sent', 'in_doubt', 'failed')
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
        CareOutcomes.Read(row.GetString(5)), row.Text(6), row.GetFieldValue<DateOnly>(7),
        row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<DateTimeOffset>(9))
    {
        IsLeaving = row.GetBoolean(10),
        Variant = row.Text(11),
        SentAt = row.Maybe<DateTimeOffset>(12),
        LookAgain = row.Maybe<DateTimeOffset>(13),
        Attempts = row.GetInt32(14),
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
                Array.ConvertAll(decisions, d => d.Variant),
                Array.ConvertAll(decisions, d => d.SentAt?.UtcDateTime),
                now),
            decisions.Length));

        var waiting = Array.FindAll(decisions, d => d.IsWaiting);
        if (waiting.Length > 0)
        {
            expected.Add((
                batch.Add(
                    ScheduleMessages,
                    Array.ConvertAll(waiting, d => d.Key.MessageKey),
                    Instants(waiting, d => d.LookAgain ?? d.SendAfter),
                    Instants(waiting, d => d.ExpiresAt)),
                waiting.Length));
        }

        // A message that waited before is not to be sent after all; most never had one.
        var ended = Array.FindAll(decisions, d => !d.IsWaiting);
        if (ended.Length > 0)
        {
            batch.Add(
                EndMessages,
                Array.ConvertAll(ended, d => d.Key.MessageKey),
                Array.ConvertAll(ended, d => d.Outcome switch { CareOutcome.Expired => "expired", CareOutcome.Sent => "sent", _ => "cancelled" }));
        }

        return expected;
    }

    private static DateTime[] Instants(CareDecision[] decisions, Func<CareDecision, DateTimeOffset> instant) =>
        Array.ConvertAll(decisions, d => instant(d).UtcDateTime);
}
