using Lifecycle.Store.Reading;

namespace Lifecycle.Store.Knowledge;

/// <summary>What was known of some customers before an instant: $1 their ids, $2 the instant.</summary>
internal static class KnownSql
{
    public const string Facts = $"""
        SELECT {RecordedFacts.Columns} FROM customer_event
        WHERE customer_id = ANY($1) AND recorded_at < $2 ORDER BY customer_id, version, number
        """;

    public const string Postings = """
        SELECT p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on FROM posting p
        WHERE p.customer_id = ANY($1) AND p.recorded_at < $2
          AND NOT EXISTS (SELECT FROM reversal r WHERE r.customer_id = p.customer_id AND r.posting_id = p.id AND r.recorded_at < $2)
        """;

    /// <summary>The versions of policies published before $1.</summary>
    public const string Policies = "SELECT version FROM policy WHERE published_at < $1";
}
