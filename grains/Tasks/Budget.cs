namespace Lifecycle.Grains;

/// <summary>Money for gifts and visits in a span of days.</summary>
/// <param name="Amount">In cents.</param>
/// <param name="To">Its last day.</param>
public sealed record Budget(string Id, string Name, long Amount, DateOnly From, DateOnly To)
{
    /// <summary>The refusal for one that there is not.</summary>
    public static Refusal Unknown { get; } = new("budget-not-found", "There is no budget with this id.", "id");

    /// <summary>The refusal for a change of another version than the sender has seen.</summary>
    public static Refusal Changed { get; } = new("version-mismatch", "The budget has changed since it was read.");

    /// <summary>Reads input into a budget, or says what is wrong with it.</summary>
    public static Refusal? TryCreate(string id, string? name, decimal amount, DateOnly from, DateOnly to, out Budget budget)
    {
        var unfit = Money.TryCents(amount, "amount", least: 0, out var cents);
        budget = new(id, name ?? "", cents, from, to);
        return (string.IsNullOrEmpty(name) ? new("required", "name is required.", "name") : Text.Check(name, "name")) ?? unfit ?? CheckSpan(from, to);
    }

    /// <summary>Why a cost does not fit any more; null: it fits.</summary>
    /// <param name="spent">What is charged already, in cents.</param>
    /// <param name="cost">In cents.</param>
    /// <param name="on">The day that it is for.</param>
    public Refusal? Fits(long spent, long cost, DateOnly on) =>
        on < From || on > To ? new("budget-not-open", $"The budget is for {From:yyyy-MM-dd} to {To:yyyy-MM-dd}.")
        : cost > Amount - spent ? new("budget-exhausted", $"Of the budget {Money.Amount(Amount - spent):0.00} is left.")
        : null;

    private static Refusal? CheckSpan(DateOnly from, DateOnly to) =>
        from < Days.Earliest || from > Days.Latest ? new("date-out-of-range", $"from must lie between {Days.Earliest:yyyy-MM-dd} and {Days.Latest:yyyy-MM-dd}.", "from")
        : to < Days.Earliest || to > Days.Latest ? new("date-out-of-range", $"to must lie between {Days.Earliest:yyyy-MM-dd} and {Days.Latest:yyyy-MM-dd}.", "to")
        : from > to ? new("invalid-span", "from lies after to.", "from")
        : null;
}

/// <summary>A budget with what is charged to it.</summary>
/// <param name="Spent">In cents: the costs of its tasks that are not cancelled. More than the amount, where something cost more than planned.</param>
/// <param name="Version">Counts changes of the budget itself, from 1.</param>
public sealed record StoredBudget(Budget Budget, long Spent, long Version);
