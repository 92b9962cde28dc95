using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Alerts;

/// <summary>Reads alerts back from their append-only history.</summary>
public static class StoredAlerts
{
    private const string Latest = """
        SELECT DISTINCT ON (customer_id, kind) customer_id, kind, number, (snapshot).status, (snapshot).severity,
            (snapshot).from_value, (snapshot).to_value, (snapshot).opened_on, (snapshot).raised_on,
            (snapshot).closed_by, (snapshot).escalated_on, (snapshot).escalated_to
        FROM alert_change WHERE customer_id = ANY($1) ORDER BY customer_id, kind, id DESC
        """;

    // An alert and the last entry of its history say the same, or one of them is missing.
    private const string Strays = """
        SELECT coalesce(a.customer_id, h.customer_id)
        FROM (SELECT * FROM alert WHERE customer_id = ANY($1)) a
        FULL JOIN (
            SELECT DISTINCT ON (customer_id, kind, number) customer_id, kind, number, snapshot FROM alert_change
            WHERE customer_id = ANY($1) ORDER BY customer_id, kind, number, id DESC) h
            ON h.customer_id = a.customer_id AND h.kind = a.kind AND h.number = a.number
        WHERE to_jsonb(a) IS DISTINCT FROM to_jsonb(h.snapshot)
        """;

    /// <summary>The last that is stored of every kind, by customer.</summary>
    public static async Task<ILookup<string, Alert>> LatestAsync(NpgsqlConnection connection, string[] customers, CancellationToken ct)
    {
        var alerts = new List<(string Customer, Alert Alert)>();
        await using var command = connection.Command(Latest, (object)customers);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            alerts.Add((row.GetString(0), new(
                AlertWords.ToKind(row.GetString(1)), row.GetInt64(2), AlertWords.ToStatus(row.GetString(3)), AlertWords.ToSeverity(row.GetString(4)),
                row.Text(5), row.Text(6),
                row.GetFieldValue<DateOnly>(7), row.GetFieldValue<DateOnly>(8), row.Maybe<Guid>(9),
                row.IsDBNull(10) ? null : new(row.GetFieldValue<DateOnly>(10), row.Text(11)))));
        }

        return alerts.ToLookup(a => a.Customer, a => a.Alert, StringComparer.Ordinal);
    }

    /// <summary>Those of the customers that have an alert which is not what its history says.</summary>
    public static Task<List<string>> StraysAsync(NpgsqlConnection connection, string[] customers, CancellationToken ct) =>
        connection.Command(Strays, (object)customers).TextsAsync(ct);
}
