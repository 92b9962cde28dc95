using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Store.Alerts;

/// <summary>Due escalations. Quarantined customers wait for people.</summary>
public sealed class Escalations(Database database) : IEscalations
{
    // Asked every minute. Each half has an index of its own; the second is looked up for each employee (OFFSET keeps the
    // planner from scanning it whole), since all that ever went to nobody may be in it.
    private const string Query = """
        SELECT customer_id, manager, superior
        FROM (
            SELECT a.customer_id, a.manager, e.superior
            FROM alert a LEFT JOIN employee e ON e.id = a.manager
            WHERE a.status = 'open' AND a.severity = 'high' AND a.escalated_on IS NULL AND a.raised_on <= $1
            UNION
            SELECT a.customer_id, e.id, e.superior
            FROM employee e CROSS JOIN LATERAL (
                SELECT customer_id FROM alert
                WHERE manager = e.id AND status = 'open' AND severity = 'high' AND escalated_on IS NOT NULL AND escalated_to IS NULL
                OFFSET 0) a
            WHERE e.superior IS NOT NULL) due
        WHERE customer_id > $2 AND NOT EXISTS (SELECT FROM quarantine q WHERE q.customer_id = due.customer_id)
        ORDER BY customer_id LIMIT $3
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueEscalation>> Due(DateOnly raisedThrough, string after, int most, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(Query, raisedThrough, after, most);
        await using var row = await command.ExecuteReaderAsync(ct);
        var due = new List<DueEscalation>();
        while (await row.ReadAsync(ct))
        {
            due.Add(new(row.GetString(0), row.Text(1), row.Text(2)));
        }

        return due;
    }
}
