namespace Lifecycle.Store.Committing;

/// <summary>The statements of a commit, in the order in which they take locks: rules, customers, request keys, posting keys.</summary>
internal static class CommitSql
{
    public const string LockRules = "SELECT pg_advisory_xact_lock_shared($1)";

    // A statement of its own: its snapshot must be taken after the lock was granted.
    public const string ReadEpoch = "SELECT epoch FROM rules";

    // A row to lock, so that two silos registering the same customer queue up. Version 0 is invisible to everybody else.
    public const string Stubs = """
        INSERT INTO customer (id, version, packed)
        SELECT id, 0, ''::bytea FROM unnest($1::text[]) WITH ORDINALITY AS t(id, n) ORDER BY n
        ON CONFLICT DO NOTHING
        """;

    // Ordered by id: unordered locks from two committers deadlock. The state travels only where ours is not the newest.
    public const string LockCustomers = """
        SELECT c.id, c.version, CASE WHEN c.version <> held.version THEN c.packed END
        FROM unnest($1::text[], $2::bigint[]) AS held(id, version)
        JOIN customer c ON c.id = held.id
        ORDER BY c.id
        FOR NO KEY UPDATE OF c
        """;

    // A key older than a day has lapsed and may be taken over.
    public const string RequestKeys = """
        INSERT INTO idempotency_key AS k (key, body_hash, created_at)
        SELECT t.key, t.hash, now() FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS t(key, hash, n) ORDER BY n
        ON CONFLICT (key) DO UPDATE SET body_hash = excluded.body_hash, created_at = excluded.created_at, settled = NULL
            WHERE k.created_at < now() - interval '24 hours'
        RETURNING key
        """;

    public const string RequestKeyHashes = "SELECT key, body_hash FROM idempotency_key WHERE key = ANY($1)";

    public const string ForgetRequestKeys = "DELETE FROM idempotency_key WHERE key = ANY($1)";

    // Only what comes back is new. Postings of customers that nobody registered are not inserted at all; but whom nobody
    // doubts is not looked up: a stranger's postings are found out before anything is decided, and it is doubted from then on.
    public const string Postings = """
        INSERT INTO posting (customer_id, source, external_id, kind, cents, occurred_on, due_on, recorded_at, import_id)
        SELECT p.customer_id, p.source, p.external_id, p.kind, p.cents, p.occurred_on, p.due_on, $8, p.import_id
        FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::bigint[], $6::date[], $7::date[], $9::uuid[], $10::bool[])
            WITH ORDINALITY AS p(customer_id, source, external_id, kind, cents, occurred_on, due_on, import_id, doubted, n)
        WHERE NOT p.doubted OR EXISTS (SELECT FROM customer c WHERE c.id = p.customer_id AND c.version > 0)
        ORDER BY p.n
        ON CONFLICT (source, external_id) WHERE NOT released DO NOTHING
        RETURNING id, source, external_id
        """;

    // A new statement, so that it sees the winner of a race.
    public const string ExistingPostings = """
        SELECT p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on
        FROM unnest($1::text[], $2::text[]) AS k(source, external_id)
        JOIN posting p ON p.source = k.source AND p.external_id = k.external_id AND NOT p.released
        """;

    public const string Reversals = """
        INSERT INTO reversal (customer_id, posting_id, recorded_at, actor)
        SELECT r.customer_id, r.posting_id, $3, r.actor
        FROM unnest($1::text[], $2::bigint[], $4::text[]) WITH ORDINALITY AS r(customer_id, posting_id, actor, n) ORDER BY n
        ON CONFLICT DO NOTHING
        RETURNING posting_id
        """;

    public const string ReleaseKeys = """
        UPDATE posting p SET released = true
        FROM unnest($1::text[], $2::bigint[]) AS r(customer_id, id)
        WHERE p.customer_id = r.customer_id AND p.id = r.id AND NOT p.released
        """;

    public const string Persons = "SELECT customer_id, name, contacts::text, last_contact FROM customer_person WHERE customer_id = ANY($1)";

    // What this batch inserted or reversed but has not decided yet is left out: its commands apply it.
    public const string Ledger = """
        SELECT p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on FROM posting p
        WHERE p.customer_id = $1 AND p.id <> ALL($2)
          AND NOT EXISTS (SELECT FROM reversal r WHERE r.customer_id = p.customer_id AND r.posting_id = p.id AND r.posting_id <> ALL($3))
        """;

    public const string Customers = """
        UPDATE customer c SET version = u.held + 1, packed = u.packed, state = u.state, class = u.class, score = u.score, tier = u.tier,
            manager = u.manager, region = u.region, sales = u.sales, receivable = u.receivable, overdue = u.overdue,
            rated_on = u.rated_on, next_review_on = u.next_review_on
        FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::text[], $5::text[], $6::int[], $7::smallint[], $8::text[], $9::text[],
            $10::bigint[], $11::bigint[], $12::bigint[], $13::date[], $14::date[])
            AS u(id, held, packed, state, class, score, tier, manager, region, sales, receivable, overdue, rated_on, next_review_on)
        WHERE c.id = u.id AND abs(c.version) = u.held
        """;

    // A negative version is as invisible as none, and the count goes on from it: what names a version names one for good.
    public const string Gone = """
        UPDATE customer c SET version = -(u.held + 1), packed = u.packed, kind = NULL, industry = NULL, tags = '{}', state = NULL, class = NULL,
            score = NULL, tier = NULL, manager = NULL, region = NULL, sales = NULL, receivable = NULL, overdue = NULL,
            rated_on = NULL, next_review_on = NULL
        FROM unnest($1::text[], $2::bigint[], $3::bytea[]) AS u(id, held, packed)
        WHERE c.id = u.id AND c.version = u.held
        """;

    // Rarely changed columns, apart from the hot update.
    public const string Profiles = """
        UPDATE customer c SET kind = u.kind, industry = u.industry,
            tags = ARRAY(SELECT jsonb_array_elements_text(u.tags::jsonb))
        FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[]) AS u(id, kind, industry, tags)
        WHERE c.id = u.id
        """;

    public const string SavePersons = """
        INSERT INTO customer_person (customer_id, name, contacts, last_contact)
        SELECT u.id, u.name, u.contacts::jsonb, u.last_contact
        FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS u(id, name, contacts, last_contact)
        ON CONFLICT (customer_id) DO UPDATE SET name = excluded.name, contacts = excluded.contacts, last_contact = excluded.last_contact
        """;

    public const string Events = """
        INSERT INTO customer_event (customer_id, version, number, type, payload, actor, recorded_at, import_id)
        SELECT e.id, e.version, e.number, e.type, e.payload::jsonb, e.actor, $7, e.import_id
        FROM unnest($1::text[], $2::bigint[], $3::smallint[], $4::text[], $5::text[], $6::text[], $8::uuid[])
            AS e(id, version, number, type, payload, actor, import_id)
        """;

    public const string Ratings = """
        INSERT INTO rating (customer_id, version, rated_on, recorded_at, policy_version, engine_version, class, score, tier, tier_computed, measures)
        SELECT r.id, r.version, r.rated_on, $9, r.policy_version, $10, r.class, r.score, r.tier, r.tier_computed, r.measures
        FROM unnest($1::text[], $2::bigint[], $3::date[], $4::int[], $5::text[], $6::int[], $7::smallint[], $8::smallint[], $11::bytea[])
            AS r(id, version, rated_on, policy_version, class, score, tier, tier_computed, measures)
        """;

    public const string Deltas = """
        INSERT INTO portfolio_delta (class, tier, manager, region, customers, sales, receivable, overdue, score)
        SELECT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::bigint[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[])
        """;

    // A committer's own row: that its number is there proves that the commit is. Nobody else ever waits for it.
    public const string Witness = """
        INSERT INTO commit_witness (committer, number, written_at) VALUES ($1, $2, now())
        ON CONFLICT (committer) DO UPDATE SET number = excluded.number, written_at = excluded.written_at
        """;

    // Waits for a backend that still hangs in its transaction, whether that inserts the row or updates it.
    public const string ReadWitness = """
        INSERT INTO commit_witness AS w (committer, number, written_at) VALUES ($1, 0, now())
        ON CONFLICT (committer) DO UPDATE SET number = w.number
        RETURNING number
        """;

    // A registration that was refused leaves no trace.
    public const string DropStubs = "DELETE FROM customer WHERE id = ANY($1) AND version = 0";
}
