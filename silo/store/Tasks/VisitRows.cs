using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Tasks;

/// <summary>What is known about visits of customers.</summary>
internal static class VisitRows
{
    // A cancelled one counts on the day on which it was cancelled, as the company's time zone ($2) has it.
    public const string Histories = $"""
        SELECT customer_id, count(*)::int, max(coalesce(done_on, (done_at AT TIME ZONE $2)::date)) FROM care_task
        WHERE customer_id = ANY($1) AND kind = '{CareTaskKinds.Visit}' AND status <> '{CareTaskStatus.Open}' GROUP BY customer_id
        """;

    public const string FirstRatings = """
        SELECT c.id, r.rated_on FROM unnest($1::text[]) AS c(id),
            LATERAL (SELECT rated_on FROM rating WHERE customer_id = c.id ORDER BY version LIMIT 1) AS r
        """;

    /// <summary>A row of <see cref="Histories"/>; the first rating is asked for apart.</summary>
    public static (string Customer, VisitHistory Visits) Read(NpgsqlDataReader row) =>
        (row.GetString(0), new(row.GetInt32(1), row.GetFieldValue<DateOnly>(2), FirstRatedOn: null));
}
