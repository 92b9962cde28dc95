using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Tiers;

/// <summary>The statements about proposals: how a commit stores them, and how they are compared with their history.</summary>
internal static class ProposalSql
{
    private const string Store = """
        INSERT INTO tier_proposal (customer_id, number, status, from_tier, to_tier, opened_on, expires_on, opened_at, updated_at,
            decided_at, decided_by, reason)
        SELECT customer_id, number, status, from_tier, to_tier, opened_on, expires_on, $10, $10,
            CASE WHEN status <> 'open' THEN $10 END, decided_by, reason
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::smallint[], $5::smallint[], $6::date[], $7::date[], $8::text[], $9::text[])
            AS t(customer_id, number, status, from_tier, to_tier, opened_on, expires_on, decided_by, reason)
        ON CONFLICT (customer_id, number) DO UPDATE SET
            status = excluded.status, from_tier = excluded.from_tier, to_tier = excluded.to_tier, expires_on = excluded.expires_on,
            updated_at = excluded.updated_at, decided_at = excluded.decided_at, decided_by = excluded.decided_by, reason = excluded.reason
        """;

    // The last that the customer's events say of each proposal, and what it was when it was last proposed.
    private const string Strays = """
        WITH told AS (
            SELECT customer_id, (payload ->> 'number')::bigint AS proposal, version, number, type, payload
            FROM customer_event WHERE customer_id = ANY($1)
                AND type IN ('tier-proposed', 'tier-approved', 'tier-rejected', 'tier-proposal-expired', 'tier-proposal-withdrawn')),
        last AS (
            SELECT DISTINCT ON (customer_id, proposal) customer_id, proposal,
                CASE type WHEN 'tier-proposed' THEN 'open' WHEN 'tier-approved' THEN 'approved' WHEN 'tier-rejected' THEN 'rejected'
                    WHEN 'tier-proposal-expired' THEN 'expired' ELSE 'withdrawn' END AS status,
                payload ->> 'reason' AS reason
            FROM told ORDER BY customer_id, proposal, version DESC, number DESC),
        proposed AS (
            SELECT DISTINCT ON (customer_id, proposal) customer_id, proposal, (payload ->> 'from')::smallint AS from_tier,
                (payload ->> 'to')::smallint AS to_tier, (payload ->> 'openedOn')::date AS opened_on, (payload ->> 'expiresOn')::date AS expires_on
            FROM told WHERE type = 'tier-proposed' ORDER BY customer_id, proposal, version DESC, number DESC)
        SELECT coalesce(p.customer_id, h.customer_id)
        FROM (SELECT * FROM tier_proposal WHERE customer_id = ANY($1)) p
        FULL JOIN (SELECT * FROM last LEFT JOIN proposed USING (customer_id, proposal)) h
            ON h.customer_id = p.customer_id AND h.proposal = p.number
        WHERE (p.status, p.reason, p.from_tier, p.to_tier, p.opened_on, p.expires_on)
            IS DISTINCT FROM (h.status, h.reason, h.from_tier, h.to_tier, h.opened_on, h.expires_on)
        """;

    /// <summary>Adds the statement that stores proposals, each once.</summary>
    public static NpgsqlBatchCommand Add(NpgsqlBatch batch, ProposalRow[] rows, DateTimeOffset now) => batch.Add(
        Store,
        Array.ConvertAll(rows, r => r.CustomerId),
        Array.ConvertAll(rows, r => r.Proposal.Number),
        Array.ConvertAll(rows, r => r.Status),
        Array.ConvertAll(rows, r => (short)r.Proposal.From),
        Array.ConvertAll(rows, r => (short)r.Proposal.To),
        Array.ConvertAll(rows, r => r.Proposal.OpenedOn),
        Array.ConvertAll(rows, r => r.Proposal.ExpiresOn),
        Array.ConvertAll(rows, r => r.DecidedBy),
        Array.ConvertAll(rows, r => r.Reason),
        now);

    /// <summary>Those of the customers that have a proposal which is not what their history says.</summary>
    public static Task<List<string>> StraysAsync(NpgsqlConnection connection, string[] customers, CancellationToken ct) =>
        connection.Command(Strays, (object)customers).TextsAsync(ct);
}
