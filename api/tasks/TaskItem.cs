using Lifecycle.Api.Lists;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Tasks;

/// <summary>A to-do of an account manager.</summary>
/// <param name="Contact">The contact's number at this customer.</param>
/// <param name="Manager">Whose to-do it is; null: nobody's.</param>
/// <param name="Kind"><c>call</c>, <c>visit</c> or <c>gift</c>.</param>
/// <param name="Status"><c>open</c>, <c>done</c> or <c>cancelled</c>.</param>
/// <param name="DueOn">The last day on which it is done in time.</param>
/// <param name="Cost">In currency: planned, then what it cost.</param>
/// <param name="Budget">What it is charged to; null: nothing.</param>
/// <param name="DoneOn">The day on which it was done.</param>
/// <param name="DoneAt">When it was recorded as done or cancelled.</param>
/// <param name="DoneBy">Who recorded that.</param>
/// <param name="Note">What came of it; null: nothing was said, or it was erased.</param>
/// <param name="MessageKey">The care decision that it carries out.</param>
public sealed record TaskItem(
    string Id, string CustomerId, string? CustomerName, int Contact, string? Manager, string Kind, string Status, DateOnly DueOn, decimal Cost,
    string? Budget, DateTimeOffset CreatedAt, DateOnly? DoneOn, DateTimeOffset? DoneAt, string? DoneBy, string? Note, string MessageKey)
{
    /// <summary>The columns that <see cref="Read"/> takes, from <see cref="Source"/>.</summary>
    internal const string Columns = """
        t.id, t.customer_id, p.name, t.contact_id, t.manager, t.kind, t.status, t.due_on, t.cost, t.budget_id, t.created_at, t.done_on,
            t.done_at, t.done_by, n.note, t.message_key
        """;

    private const int Width = 16;

    /// <summary>Names and notes may be erased.</summary>
    internal const string Source = """
        care_task t LEFT JOIN customer_person p ON p.customer_id = t.customer_id LEFT JOIN care_task_note n ON n.task_id = t.id
        """;

    internal static TaskItem Read(NpgsqlDataReader row) => new(
        $"{row.GetInt64(0)}", row.GetString(1), row.Text(2), row.GetInt32(3), row.Text(4), row.GetString(5), row.GetString(6),
        row.GetFieldValue<DateOnly>(7), Money.Amount(row.GetInt64(8)), row.Text(9), row.Instant(10), row.Day(11),
        row.Maybe<DateTimeOffset>(12), row.Text(13), row.Text(14), row.GetString(15));

    /// <summary>A task with its version; null: there is none.</summary>
    internal static async Task<(TaskItem Item, int Version)?> FindAsync(NpgsqlDataSource database, long id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"SELECT {Columns}, t.version FROM {Source} WHERE t.id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (Read(row), row.GetInt32(Width)) : null;
    }
}
