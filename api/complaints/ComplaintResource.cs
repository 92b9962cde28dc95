using Lifecycle.Api.Lists;
using Npgsql;

namespace Lifecycle.Api.Complaints;

/// <summary>Something that happened to a complaint.</summary>
/// <param name="What"><c>received</c>, <c>assigned</c>, <c>solved</c>, <c>confirmed</c> or <c>reopened</c>.</param>
/// <param name="Assignee">Of <c>assigned</c>: to whom.</param>
/// <param name="Note">What people wrote; of <c>received</c> the complaint itself. Null: nothing, or it was erased.</param>
public sealed record ComplaintStepItem(DateTimeOffset At, string What, string Actor, string? Assignee, string? Note);

/// <summary>A complaint with its history.</summary>
/// <param name="History">Oldest first.</param>
public sealed record ComplaintResource(ComplaintItem Complaint, IReadOnlyList<ComplaintStepItem> History);

/// <summary>A complaint as it is stored.</summary>
internal sealed record StoredComplaint(ComplaintItem Item, int Version)
{
    private const string Stored = $"SELECT {ComplaintItem.Columns}, m.version FROM {ComplaintItem.Source} WHERE ";

    private const string Happened = """
        SELECT e.recorded_at, substr(e.type, length('complaint-') + 1), e.actor, e.payload ->> 'assignee', n.note
        FROM customer_event e
        LEFT JOIN complaint_note n ON n.customer_id = e.customer_id AND n.version = e.version AND n.number = e.number
        WHERE e.customer_id = $1 AND e.type LIKE 'complaint-%' AND (e.payload ->> 'id')::uuid = $2
        ORDER BY e.version, e.number
        """;

    public static Task<StoredComplaint?> FindAsync(NpgsqlDataSource database, Guid id, CancellationToken ct) =>
        OneAsync(database, Stored + "m.id = $1", id, ct);

    /// <summary>What a request has received: a key may be used again for another request once it has lapsed.</summary>
    public static Task<StoredComplaint?> OfRequestAsync(NpgsqlDataSource database, string key, CancellationToken ct) =>
        OneAsync(database, Stored + "m.request_key = $1 ORDER BY m.received_at DESC LIMIT 1", key, ct);

    public async Task<ComplaintResource> WithHistoryAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var history = new List<ComplaintStepItem>();
        await using var command = database.CreateCommand(Happened);
        command.Parameters.Add(new() { Value = Item.CustomerId });
        command.Parameters.Add(new() { Value = Item.Id });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            history.Add(new(row.Instant(0), row.GetString(1), row.GetString(2), row.Text(3), row.Text(4)));
        }

        return new(Item, history);
    }

    private static async Task<StoredComplaint?> OneAsync(NpgsqlDataSource database, string sql, object value, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(ComplaintItem.Read(row), row.GetInt32(ComplaintItem.Width)) : null;
    }
}
