using System.Globalization;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Sweeping;

/// <summary>
/// The statements of <see cref="SetBasedRating"/>. Kinds: 1 shipment, 2 repayment, 3 return, 4 refund, 5 write-off,
/// 6 and 7 opening debit and credit. CREATE TABLE AS takes no parameters, so days and numbers stand in the text.
/// </summary>
internal static class SetBasedSql
{
    public const string Terms = """
        CREATE TEMP TABLE terms AS
            SELECT customer_id, coalesce((payload->'change'->'creditDays')::int, 30) AS credit_days
            FROM customer_event WHERE type = 'profile-changed';
        ALTER TABLE terms ADD PRIMARY KEY (customer_id);
        ANALYZE terms;
        """;

    public const string Same = """
        SELECT count(*) FROM customer c JOIN rated r ON r.customer_id = c.id
        WHERE (r.class, r.score, r.sales, r.receivable, r.overdue) = (c.class, c.score, c.sales, c.receivable, c.overdue)
        """;

    private const string Unreversed = "NOT EXISTS (SELECT FROM reversal r WHERE r.customer_id = p.customer_id AND r.posting_id = p.id)";

    /// <summary>One pass over the ledger for every sum.</summary>
    public static string Totals(DateOnly day) => $"""
        DROP TABLE IF EXISTS totals;
        CREATE TEMP TABLE totals AS
        SELECT customer_id,
            min(occurred_on) AS first_day,
            min(occurred_on) FILTER (WHERE kind IN (6, 7)) AS first_opening,
            count(*) FILTER (WHERE kind NOT IN (6, 7) AND occurred_on > {Back(day, 1)}) AS postings,
            count(*) FILTER (WHERE kind = 1 AND occurred_on > {Back(day, 1)}) AS batches,
            {Sum("cents", $"kind = 1 AND occurred_on > {Back(day, 1)}")} AS sales,
            {Sum("cents", $"kind = 1 AND occurred_on > {Back(day, 2)} AND occurred_on <= {Back(day, 1)}")} AS prior_sales,
            {Sum("CASE kind WHEN 2 THEN cents ELSE -cents END", $"kind IN (2, 4) AND occurred_on > {Back(day, 1)}")} AS repaid,
            {Sum("CASE kind WHEN 2 THEN cents ELSE -cents END", $"kind IN (2, 4) AND occurred_on > {Back(day, 2)} AND occurred_on <= {Back(day, 1)}")} AS prior_repaid,
            {Sum("cents", $"kind = 3 AND occurred_on > {Back(day, 1)}")} AS returned,
            {Sum("cents", $"kind = 3 AND occurred_on > {Back(day, 2)} AND occurred_on <= {Back(day, 1)}")} AS prior_returned,
            {Sum("cents", "kind IN (1, 4, 6)")} AS debits,
            {Sum("cents", "kind IN (2, 3, 5, 7)")} AS credits
        FROM posting p WHERE occurred_on <= {Date(day)} AND {Unreversed}
        GROUP BY customer_id;
        ANALYZE totals;
        """;

    /// <summary>Settlement, only for those who still owe: what the running sum of debits by due day exceeds the credits by is open.</summary>
    public static string Overdue(DateOnly day) => $"""
        DROP TABLE IF EXISTS late;
        CREATE TEMP TABLE late AS
        SELECT customer_id, sum(least(cents, running - credits))::bigint AS overdue, min(due) AS oldest
        FROM (
            SELECT p.customer_id, p.kind, p.cents, t.credits, d.due,
                sum(p.cents) OVER (PARTITION BY p.customer_id ORDER BY d.due, p.occurred_on, p.kind = 4 DESC ROWS UNBOUNDED PRECEDING) AS running
            FROM totals t
            JOIN posting p USING (customer_id)
            JOIN terms m USING (customer_id)
            CROSS JOIN LATERAL (SELECT CASE WHEN p.kind = 4 THEN p.occurred_on ELSE coalesce(p.due_on, p.occurred_on + m.credit_days) END AS due) d
            WHERE t.debits > t.credits AND p.kind IN (1, 4, 6) AND p.occurred_on <= {Date(day)} AND {Unreversed}
        ) debits
        WHERE running > credits AND kind <> 4 AND due < {Date(day)}
        GROUP BY customer_id;
        """;

    /// <summary>The class table and the score of the default policy, with the row that the policies of the benchmark differ in.</summary>
    public static string Rated(DateOnly day, PendingRule rule) => $"""
        DROP TABLE IF EXISTS rated;
        CREATE TEMP TABLE rated AS
        SELECT customer_id, sales, batches, receivable, overdue,
            CASE
                WHEN is_new AND postings >= 1 AND sales > 10000000 THEN 'new.effective'
                WHEN is_new AND postings >= 1 THEN 'new.ineffective'
                WHEN sales < 2000000 AND receivable >= 2000000 AND oldest <= {Date(day)} - 90 THEN 'problem.stagnant'
                WHEN batches = 0 AND receivable <> 0 THEN 'problem.pending'
                WHEN batches <= {rule.MostBatches} AND receivable >= {rule.LeastCents} THEN 'problem.pending'
                WHEN first_day IS NULL THEN 'dormant.prospect'
                WHEN batches = 0 AND receivable = 0 THEN 'dormant.inactive'
                WHEN growth <= -0.50 THEN 'deteriorating.sales'
                WHEN prior_rate - rate >= 0.10 THEN 'deteriorating.repayment'
                WHEN sales > 10000000 AND batches > 3 AND rate > 0.95 AND return_rate < 0.05 THEN 'mature.normal'
                WHEN sales > 10000000 THEN 'mature.abnormal'
                ELSE 'mature.minor'
            END AS class,
            round(100 * (
                0.30 * greatest(0, least(100, (sales / 100.0 - 100000) / 20000))
                + 0.30 * coalesce(greatest(0, least(100, growth * 400)), 0)
                + 0.20 * coalesce(greatest(0, least(100, (rate - 0.90) * 1000)), 0)
                + 0.10 * CASE
                    WHEN return_rate <= 0.01 THEN 100
                    WHEN return_rate <= 0.02 THEN 100 - (return_rate - 0.01) * 2000
                    WHEN return_rate < 0.05 THEN 80 - (return_rate - 0.02) * 80 / 0.03
                    ELSE 0 END))::int AS score
        FROM (
            SELECT m.customer_id, first_day, oldest, coalesce(postings, 0) AS postings, coalesce(sales, 0) AS sales,
                coalesce(batches, 0) AS batches, coalesce(debits - credits, 0) AS receivable, coalesce(overdue, 0) AS overdue,
                first_day > {Back(day, 1)} AND first_opening IS DISTINCT FROM first_day AS is_new,
                (sales - prior_sales)::numeric / nullif(prior_sales, 0) AS growth,
                CASE WHEN sales > returned THEN repaid::numeric / (sales - returned) END AS rate,
                CASE WHEN prior_sales > prior_returned THEN prior_repaid::numeric / (prior_sales - prior_returned) END AS prior_rate,
                returned::numeric / nullif(sales, 0) AS return_rate
            FROM terms m LEFT JOIN totals USING (customer_id) LEFT JOIN late USING (customer_id)
        ) measures;
        """;

    private static string Sum(string what, string filter) => $"coalesce(sum({what}) FILTER (WHERE {filter}), 0)::bigint";

    private static string Back(DateOnly day, int years) => Date(day.YearsBack(years));

    private static string Date(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"date '{day:yyyy-MM-dd}'");
}
