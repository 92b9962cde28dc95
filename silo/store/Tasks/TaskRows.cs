using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Tasks;

/// <summary>Tasks as rows.</summary>
public static class TaskRows
{
    // A decision opens one task: whoever carries it out twice opens none the second time.
    private const string OpenTasks = """
        INSERT INTO care_task (message_key, customer_id, contact_id, manager, kind, due_on, cost, budget_id, status, version, created_at)
        SELECT t.*, 'open', 1, $9
        FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::date[], $7::bigint[], $8::text[]) AS t
        ON CONFLICT (message_key) DO NOTHING
        """;

    private const string One = """
        SELECT t.id, t.message_key, t.customer_id, t.contact_id, t.manager, t.kind, t.due_on, t.cost, t.budget_id, t.status, t.version, t.done_on, n.note
        FROM care_task t LEFT JOIN care_task_note n ON n.task_id = t.id
        WHERE t.id = $1
        """;

    private const string End = "UPDATE care_task SET status = $2, version = $3, cost = $4, done_on = $5, done_at = $6, done_by = $7 WHERE id = $1";

    /// <summary>Adds what opens tasks, each unless it is open or ended already, under the locks of their customers.</summary>
    public static NpgsqlBatchCommand Open(NpgsqlBatch batch, CareTask[] tasks, DateTimeOffset now) => batch.Add(
        OpenTasks,
        Array.ConvertAll(tasks, t => t.MessageKey),
        Array.ConvertAll(tasks, t => t.CustomerId),
        Array.ConvertAll(tasks, t => t.ContactId),
        Array.ConvertAll(tasks, t => t.Manager),
        Array.ConvertAll(tasks, t => t.Kind),
        Array.ConvertAll(tasks, t => t.DueOn),
        Array.ConvertAll(tasks, t => t.Cost),
        Array.ConvertAll(tasks, t => t.BudgetId),
        now);

    /// <summary>A task, or null.</summary>
    internal static async Task<StoredTask?> FindAsync(NpgsqlConnection connection, long id, CancellationToken ct)
    {
        await using var command = connection.Command(One, id);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(
                row.GetInt64(0),
                new(
                    row.GetString(1), row.GetString(2), row.GetInt32(3), row.Text(4), row.GetString(5), row.GetFieldValue<DateOnly>(6),
                    row.GetInt64(7), row.Text(8)),
                row.GetString(9), row.GetInt32(10), row.Maybe<DateOnly>(11), row.Text(12))
            : null;
    }

    /// <summary>Writes down how a task ended.</summary>
    internal static async Task EndAsync(NpgsqlConnection connection, StoredTask ended, string actor, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(End, ended.Id, ended.Status, ended.Version, ended.Task.Cost, Sql.OrNull(ended.DoneOn), now, actor);
        if (ended.Note is { } note)
        {
            batch.Add("INSERT INTO care_task_note (task_id, note) VALUES ($1, $2)", ended.Id, note);
        }

        await batch.ExecuteNonQueryAsync(ct);
    }
}
