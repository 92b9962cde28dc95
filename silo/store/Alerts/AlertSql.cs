using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Alerts;

/// <summary>The statements that store changes of alerts within a commit.</summary>
internal static class AlertSql
{
    // What no rating decided leaves the rating that did; one that is open again is acknowledged by nobody.
    private const string Store = """
        INSERT INTO alert AS a (customer_id, kind, number, status, severity, from_value, to_value, manager, opened_on, raised_on, opened_at,
            updated_at, acknowledged_by, acknowledged_at, closed_at, close_reason, closed_by, rating_version,
            escalated_on, escalated_at, escalated_to)
        SELECT customer_id, kind, number, status, severity, from_value, to_value, manager, opened_on, raised_on, $18,
            $18, actor, CASE WHEN actor IS NOT NULL THEN $18 END, CASE WHEN change = 'closed' THEN $18 END, close_reason, closed_by, rating_version,
            escalated_on, CASE WHEN change = 'escalated' THEN $18 END, escalated_to
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
            $10::date[], $11::date[], $12::text[], $13::text[], $14::uuid[], $15::bigint[], $16::date[], $17::text[])
            AS t(customer_id, kind, number, change, status, severity, from_value, to_value, manager,
                opened_on, raised_on, actor, close_reason, closed_by, rating_version, escalated_on, escalated_to)
        ON CONFLICT (customer_id, kind, number) DO UPDATE SET
            status = excluded.status, severity = excluded.severity, from_value = excluded.from_value, to_value = excluded.to_value,
            manager = excluded.manager, raised_on = excluded.raised_on, updated_at = excluded.updated_at,
            acknowledged_by = CASE WHEN excluded.status <> 'open' THEN coalesce(excluded.acknowledged_by, a.acknowledged_by) END,
            acknowledged_at = CASE WHEN excluded.status <> 'open' THEN coalesce(excluded.acknowledged_at, a.acknowledged_at) END,
            closed_at = excluded.closed_at, close_reason = excluded.close_reason, closed_by = excluded.closed_by,
            rating_version = coalesce(nullif(excluded.rating_version, 0), a.rating_version),
            escalated_on = excluded.escalated_on, escalated_to = excluded.escalated_to,
            escalated_at = CASE WHEN excluded.escalated_on IS NOT NULL THEN coalesce(excluded.escalated_at, a.escalated_at) END
        """;

    // A statement of its own, that finds each row by its key: the entry in the feed shows exactly what the row became.
    private const string Tell = """
        INSERT INTO alert_change (customer_id, kind, number, change, former_manager, former_superior, snapshot, recorded_at)
        SELECT a.customer_id, a.kind, a.number, t.change, t.former_manager, t.former_superior, a, $7
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[])
            AS t(customer_id, kind, number, change, former_manager, former_superior)
        JOIN alert a ON a.customer_id = t.customer_id AND a.kind = t.kind AND a.number = t.number
        ORDER BY a.customer_id, a.kind
        """;

    /// <summary>Adds the statements; each must write as many rows as there are changes, at most one per alert.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Add(NpgsqlBatch batch, AlertRow[] rows, DateTimeOffset now)
    {
        var customers = Array.ConvertAll(rows, r => r.CustomerId);
        var kinds = Array.ConvertAll(rows, r => Grains.AlertWords.Word(r.Alert.Kind));
        var numbers = Array.ConvertAll(rows, r => r.Alert.Number);
        var changes = Array.ConvertAll(rows, r => r.Change.Word);
        return
        [
            batch.Add(
                Store, customers, kinds, numbers, changes,
                Array.ConvertAll(rows, r => Grains.AlertWords.Word(r.Alert.Status)),
                Array.ConvertAll(rows, r => Grains.AlertWords.Word(r.Alert.Severity)),
                Array.ConvertAll(rows, r => r.Alert.From),
                Array.ConvertAll(rows, r => r.Alert.To),
                Array.ConvertAll(rows, r => r.Manager),
                Array.ConvertAll(rows, r => r.Alert.OpenedOn),
                Array.ConvertAll(rows, r => r.Alert.RaisedOn),
                Array.ConvertAll(rows, r => r.Actor),
                Array.ConvertAll(rows, r => r.Change.Reason),
                Array.ConvertAll(rows, r => r.Alert.ClosedBy),
                Array.ConvertAll(rows, r => r.RatingVersion),
                Array.ConvertAll(rows, r => r.Alert.Escalated?.On),
                Array.ConvertAll(rows, r => r.Alert.Escalated?.To),
                now),
            batch.Add(
                Tell, customers, kinds, numbers, changes,
                Array.ConvertAll(rows, r => r.FormerManager),
                Array.ConvertAll(rows, r => r.Change.FormerSuperior),
                now),
        ];
    }
}
