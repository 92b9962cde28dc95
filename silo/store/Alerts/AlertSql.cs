using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Alerts;

/// <summary>The statement that stores changes of alerts within a commit.</summary>
internal static class AlertSql
{
    // The row and its entry in the feed in one statement: the entry shows exactly what the row became. What no rating
    // decided leaves the figures; one that is open again is acknowledged by nobody.
    private const string Store = """
        WITH told AS (
            SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::date[], $12::date[], $13::text[], $14::text[], $15::uuid[], $16::bigint[], $17::text[],
                $18::date[], $19::text[], $20::text[])
                AS t(customer_id, kind, number, change, status, severity, from_value, to_value, manager,
                    former_manager, opened_on, raised_on, actor, close_reason, closed_by, version, figures,
                    escalated_on, escalated_to, former_superior)),
        stored AS (
            INSERT INTO alert AS a (customer_id, kind, number, status, severity, from_value, to_value, manager, opened_on, raised_on, opened_at,
                updated_at, acknowledged_by, acknowledged_at, closed_at, close_reason, closed_by, rating_version, figures,
                escalated_on, escalated_at, escalated_to)
            SELECT customer_id, kind, number, status, severity, from_value, to_value, manager, opened_on, raised_on, $21,
                $21, actor, CASE WHEN actor IS NOT NULL THEN $21 END, CASE WHEN change = 'closed' THEN $21 END, close_reason, closed_by, version, figures::jsonb,
                escalated_on, CASE WHEN change = 'escalated' THEN $21 END, escalated_to
            FROM told
            ON CONFLICT (customer_id, kind, number) DO UPDATE SET
                status = excluded.status, severity = excluded.severity, from_value = excluded.from_value, to_value = excluded.to_value,
                manager = excluded.manager, raised_on = excluded.raised_on, updated_at = excluded.updated_at,
                acknowledged_by = CASE WHEN excluded.status <> 'open' THEN coalesce(excluded.acknowledged_by, a.acknowledged_by) END,
                acknowledged_at = CASE WHEN excluded.status <> 'open' THEN coalesce(excluded.acknowledged_at, a.acknowledged_at) END,
                closed_at = excluded.closed_at, close_reason = excluded.close_reason, closed_by = excluded.closed_by,
                rating_version = CASE WHEN excluded.figures = '{}' THEN a.rating_version ELSE excluded.rating_version END,
                figures = CASE WHEN excluded.figures = '{}' THEN a.figures ELSE excluded.figures END,
                escalated_on = excluded.escalated_on, escalated_to = excluded.escalated_to,
                escalated_at = CASE WHEN excluded.escalated_on IS NOT NULL THEN coalesce(excluded.escalated_at, a.escalated_at) END
            RETURNING *)
        INSERT INTO alert_change (customer_id, kind, number, change, former_manager, former_superior, snapshot, recorded_at)
        SELECT s.customer_id, s.kind, s.number, t.change, t.former_manager, t.former_superior, to_jsonb(s), $21
        FROM stored s JOIN told t ON t.customer_id = s.customer_id AND t.kind = s.kind AND t.number = s.number
        ORDER BY s.customer_id, s.kind
        """;

    /// <summary>Adds the statement; it must write as many rows as there are changes, at most one per alert.</summary>
    public static NpgsqlBatchCommand Add(NpgsqlBatch batch, AlertRow[] rows, DateTimeOffset now) => batch.Add(
        Store,
        Array.ConvertAll(rows, r => r.CustomerId),
        Array.ConvertAll(rows, r => Grains.AlertWords.Word(r.Alert.Kind)),
        Array.ConvertAll(rows, r => r.Alert.Number),
        Array.ConvertAll(rows, r => r.Change.Word),
        Array.ConvertAll(rows, r => Grains.AlertWords.Word(r.Alert.Status)),
        Array.ConvertAll(rows, r => Grains.AlertWords.Word(r.Alert.Severity)),
        Array.ConvertAll(rows, r => r.Alert.From),
        Array.ConvertAll(rows, r => r.Alert.To),
        Array.ConvertAll(rows, r => r.Manager),
        Array.ConvertAll(rows, r => r.FormerManager),
        Array.ConvertAll(rows, r => r.Alert.OpenedOn),
        Array.ConvertAll(rows, r => r.Alert.RaisedOn),
        Array.ConvertAll(rows, r => r.Actor),
        Array.ConvertAll(rows, r => r.Change.Reason),
        Array.ConvertAll(rows, r => r.Alert.ClosedBy),
        Array.ConvertAll(rows, r => r.Version),
        Array.ConvertAll(rows, r => r.Figures),
        Array.ConvertAll(rows, r => r.Alert.Escalated?.On),
        Array.ConvertAll(rows, r => r.Alert.Escalated?.To),
        Array.ConvertAll(rows, r => r.Change.FormerSuperior),
        now);
}
