namespace Lifecycle.Store.Care;

/// <summary>The statements of the outbox.</summary>
internal static class OutboxSql
{
    private const string NotQuarantined =
        "NOT EXISTS (SELECT FROM care_decision d JOIN quarantine q ON q.customer_id = d.customer_id WHERE d.message_key = message.key)";

    public const string AnyDueMessage =
        $"SELECT EXISTS (SELECT FROM message WHERE status = 'scheduled' AND send_after <= $1 AND {NotQuarantined})";

    // Whoever has a message or its customer at this moment is passed over, not waited for: so no two wait for each other, and
    // senders share the work by themselves.
    public const string DuePage = $"""
        SELECT m.key, m.send_after, d.customer_id, d.channel
        FROM (
            SELECT key, send_after FROM message
            WHERE status = 'scheduled' AND send_after <= $1 AND (send_after, key) > ($2, $3) AND {NotQuarantined}
            ORDER BY send_after, key LIMIT $4 FOR UPDATE SKIP LOCKED) AS m
        JOIN care_decision d ON d.message_key = m.key
        ORDER BY m.send_after, m.key
        """;

    public const string LockCustomers = "SELECT id FROM customer WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED";

    // Messages are looked up by their keys. The index of the open ones looks cheaper, since there are none when statistics are made, and then it
    // has all that left since: so it must not match.
    private const string Status = "coalesce(m.status, '')";

    public const string TakeMessages = """
        UPDATE message m SET status = 'sending', claimed_by = t.owner, ticket = t.ticket, claimed_at = $4, in_hand = t.in_hand
        FROM unnest($1::text[], $2::text[], $3::text[], $5::text[]) AS t(key, owner, ticket, in_hand) WHERE m.key = t.key AND m.status = 'scheduled'
        """;

    // Of these two, whoever comes first has it: what is begun is not given back, and what was given back is not begun.
    public const string BeginMessages = $"""
        UPDATE message m SET in_hand = NULL FROM unnest($1::text[], $2::text[]) AS n(key, ticket)
        WHERE m.key = n.key AND m.ticket = n.ticket AND m.in_hand = n.ticket AND {Status} = 'sending'
        RETURNING m.key
        """;

    public const string GiveBack = $"""
        UPDATE message m SET status = 'scheduled', in_hand = NULL FROM unnest($1::text[], $2::text[]) AS l(key, ticket)
        WHERE m.key = l.key AND m.ticket = l.ticket AND m.in_hand = l.ticket AND {Status} = 'sending'
        """;

    public const string KnowRates = "INSERT INTO care_rate (scope, free_at) SELECT s, $2 FROM unnest($1::text[]) AS s ORDER BY s ON CONFLICT DO NOTHING";

    // A statement of its own: it sees what whoever was first has made.
    public const string Rates = """
        SELECT scope, free_at FROM care_rate WHERE scope = ANY($1) ORDER BY scope FOR UPDATE
        """;

    public const string SaveRates = """
        UPDATE care_rate r SET free_at = f.free_at FROM unnest($1::text[], $2::timestamptz[]) AS f(scope, free_at) WHERE r.scope = f.scope
        """;

    // Only the last ticket counts, and what is in doubt for others may still be known here.
    public const string ReportMessages = $"""
        WITH told AS (
            UPDATE message m SET status = r.status, send_after = CASE WHEN r.status = 'scheduled' THEN r.again ELSE m.send_after END,
                attempts = m.attempts + 1
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS r(key, ticket, status, outcome, reason, again)
            WHERE m.key = r.key AND m.ticket = r.ticket AND {Status} IN ('sending', 'in_doubt')
            RETURNING m.key, m.claimed_at, r.outcome, r.reason)
        UPDATE care_decision d SET outcome = t.outcome, reason = t.reason, sent_at = CASE WHEN t.outcome IN ('sent', 'in_doubt') THEN t.claimed_at END
        FROM told t WHERE d.message_key = t.key
        """;

    private const string IsInHand = "(status = 'sending' AND coalesce(in_hand = ticket, false))";

    public const string Unreported =
        $"SELECT key, ticket, claimed_by, status = 'in_doubt', {IsInHand} FROM message WHERE status IN ('sending', 'in_doubt') ORDER BY key";

    // Sending ends two hours before the day does: whoever has not reported by then is gone.
    public const string NameDoubt = $"""
        WITH lost AS (
            UPDATE message SET status = 'in_doubt' WHERE status = 'sending' AND NOT claimed_by = ANY($1) AND expires_at <= $2 AND NOT {IsInHand}
            RETURNING key, claimed_at)
        UPDATE care_decision d SET outcome = 'in_doubt', reason = 'sender-vanished', sent_at = l.claimed_at FROM lost l WHERE d.message_key = l.key
        """;
}
