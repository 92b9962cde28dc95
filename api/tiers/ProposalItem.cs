using Lifecycle.Api.Lists;
using Npgsql;

namespace Lifecycle.Api.Tiers;

/// <summary>A change of tier that waits or waited for approval.</summary>
/// <param name="Status"><c>open</c>, <c>approved</c>, <c>rejected</c>, <c>expired</c> or <c>withdrawn</c>.</param>
/// <param name="Manager">Whose customer it is now.</param>
/// <param name="From">The tier in force meanwhile.</param>
/// <param name="To">The tier that points or review ask for.</param>
/// <param name="ExpiresOn">On this day it expires undecided.</param>
/// <param name="DecidedBy">Who approved or rejected; null: nobody.</param>
public sealed record ProposalItem(
    string Id, string CustomerId, string? CustomerName, string? Manager, string Status, int From, int To, DateOnly OpenedOn, DateOnly ExpiresOn,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason)
{
    /// <summary>The columns that <see cref="Read"/> takes, from <see cref="Source"/>.</summary>
    internal const string Columns = """
        t.id, t.customer_id, p.name, c.manager, t.status, t.from_tier, t.to_tier, t.opened_on, t.expires_on, t.opened_at, t.updated_at,
            t.decided_at, t.decided_by, t.reason
        """;

    /// <summary>The customer may be gone, and its name erased.</summary>
    internal const string Source = """
        tier_proposal t LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN customer_person p ON p.customer_id = t.customer_id
        """;

    /// <summary>How many columns those are.</summary>
    internal const int Width = 14;

    internal static ProposalItem Read(NpgsqlDataReader row) => new(
        $"{row.GetInt64(0)}", row.GetString(1), row.Text(2), row.Text(3), row.GetString(4), row.GetInt16(5), row.GetInt16(6),
        row.GetFieldValue<DateOnly>(7), row.GetFieldValue<DateOnly>(8), row.Instant(9), row.Instant(10),
        row.Maybe<DateTimeOffset>(11), row.Text(12), row.Text(13));
}
