using Lifecycle.Api.Lists;
using Npgsql;

namespace Lifecycle.Api.Complaints;

/// <summary>A complaint as lists show it.</summary>
/// <param name="Manager">Whose customer it is now.</param>
/// <param name="Category">What about, in a word of the company.</param>
/// <param name="Status"><c>received</c>, <c>assigned</c>, <c>solved</c>, <c>confirmed</c> or <c>reopened</c>.</param>
/// <param name="DueOn">The last day on which it is solved in time.</param>
/// <param name="Assignee">Who takes care of it; null: nobody yet.</param>
/// <param name="Reopened">How often it was not solved after all.</param>
/// <param name="SolvedAt">Null while it is open.</param>
public sealed record ComplaintItem(
    Guid Id, string CustomerId, string? CustomerName, string? Manager, string Category, string Status, DateOnly ReceivedOn, DateOnly DueOn,
    string? Assignee, int Reopened, DateTimeOffset ReceivedAt, DateTimeOffset UpdatedAt, DateTimeOffset? SolvedAt, DateTimeOffset? ConfirmedAt)
{
    /// <summary>The columns that <see cref="Read"/> takes, from <see cref="Source"/>.</summary>
    internal const string Columns = """
        m.id, m.customer_id, p.name, c.manager, m.category, m.status, m.received_on, m.due_on, m.assignee, m.reopened, m.received_at,
            m.updated_at, m.solved_at, m.confirmed_at
        """;

    /// <summary>A customer's name may be erased.</summary>
    internal const string Source = """
        complaint m LEFT JOIN customer c ON c.id = m.customer_id LEFT JOIN customer_person p ON p.customer_id = m.customer_id
        """;

    /// <summary>How many columns those are.</summary>
    internal const int Width = 14;

    internal static ComplaintItem Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.Text(2), row.Text(3), row.GetString(4), row.GetString(5), row.GetFieldValue<DateOnly>(6),
        row.GetFieldValue<DateOnly>(7), row.Text(8), row.GetInt32(9), row.Instant(10), row.Instant(11), row.Maybe<DateTimeOffset>(12),
        row.Maybe<DateTimeOffset>(13));
}
