namespace Lifecycle.Store.Knowledge;

/// <summary>
/// Who was touched after an instant, so that what was known of it then must be folded anew: $1 the instant, $2 the last
/// day that is rated. Read twice in one snapshot, not kept in a table between: whoever writes holds up the alert feed.
/// </summary>
internal static class TouchedSql
{
    // Postings of later days, and what is said about people and alerts, change no rating. More types of facts there may
    // be one day: who is touched without need is only folded in vain.
    private const string Touched = """
        SELECT customer_id AS id FROM posting WHERE recorded_at >= $1 AND occurred_on <= $2
        UNION
        SELECT r.customer_id FROM reversal r JOIN posting p ON p.customer_id = r.customer_id AND p.id = r.posting_id
        WHERE r.recorded_at >= $1 AND p.occurred_on <= $2
        UNION
        SELECT customer_id FROM customer_event
        WHERE recorded_at >= $1 AND type NOT IN ('person-changed', 'alert-acknowledged', 'alert-escalated')
        """;

    /// <summary>Everybody else, as they are now.</summary>
    public const string Others =
        $"SELECT c.id, c.version, c.packed FROM customer c WHERE c.version > 0 AND NOT EXISTS (SELECT FROM ({Touched}) t WHERE t.id = c.id)";

    /// <summary>Opens a cursor over the touched, as they are now; version and state are null where they are not there any more.</summary>
    public const string Open = $"""
        DECLARE touched NO SCROLL CURSOR FOR
        SELECT t.id, c.version, c.packed FROM ({Touched}) t LEFT JOIN customer c ON c.id = t.id AND c.version > 0
        """;

    /// <summary>The next of them.</summary>
    public const string Next = "FETCH 500 FROM touched";
}
