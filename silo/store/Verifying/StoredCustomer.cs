using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Verifying;

/// <summary>A customer's row, with the columns that people filter and sort by.</summary>
internal sealed record StoredCustomer(
    string Id, long Version, CustomerState? State, string? Unreadable, Standing Columns, (CustomerKind Kind, string? Industry, string Tags) Filters)
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Selected =
        "id, version, packed, state, class, score, tier, manager, region, sales, receivable, overdue, rated_on, next_review_on, kind, industry, tags";

    public static StoredCustomer Read(NpgsqlDataReader row)
    {
        var id = row.GetString(0);
        var (state, unreadable) = ((CustomerState?)null, (string?)null);
        try
        {
            state = PackedState.Unpack(id, row.GetInt64(1), row.GetFieldValue<byte[]>(2));
        }
        catch (InvalidDataException e)
        {
            unreadable = e.Message;
        }

        return new(id, row.GetInt64(1), state, unreadable, new Standing(
            row.GetFieldValue<DateOnly>(12), row.Maybe<DateOnly>(13), 0, row.GetString(4), row.GetInt32(5),
            row.GetInt16(6), 0, row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.Text(7), row.Text(8)),
            (row.IsDBNull(14) ? default : (CustomerKind)row.GetInt16(14), row.Text(15), Joined(row.GetFieldValue<string[]>(16))));
    }

    /// <summary>What differs from the history, or null.</summary>
    public string? Differs(CustomerState folded, PolicyBook policies)
    {
        if (State is not { Standing: { } standing })
        {
            return Unreadable ?? "it was never rated";
        }

        return Refold.Difference(State, folded, policies)
            ?? (standing with { PolicyVersion = 0, TierComputed = 0 } == Columns
                && (State.Profile.Kind, State.Profile.Industry, Joined(State.Profile.Tags)) == Filters ? null : "its columns are not what its state says");
    }

    /// <summary>Counts in the cell that its columns name.</summary>
    public void AddTo(Grains.Portfolio portfolio) => portfolio.Add(Columns);

    private static string Joined(IEnumerable<string> tags) => string.Join('\n', tags);
}
