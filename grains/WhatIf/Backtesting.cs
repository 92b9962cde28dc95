namespace Lifecycle.Grains;

/// <summary>Whether those that a policy called bad had something overdue a quarter later.</summary>
/// <param name="on">The day of the ratings.</param>
public sealed class Backtesting(DateOnly on)
{
    /// <summary>Days from the rating to the check.</summary>
    public const int Later = 90;

    private long overdue;
    private Called before;
    private Called after;

    /// <summary>The day of the check.</summary>
    public DateOnly CheckedOn { get; } = on.AddDays(Later);

    /// <summary>What was counted.</summary>
    public SimulatedBacktest Counted => new(CheckedOn, overdue, before, after);

    /// <summary>Adds one customer, with what both ratings left on the day.</summary>
    public void Add(CustomerState customer, Standing standingBefore, Standing standingAfter)
    {
        var isOverdue = IsOverdue(customer);
        overdue += isOverdue ? 1 : 0;
        before = before.Plus(standingBefore, isOverdue);
        after = after.Plus(standingAfter, isOverdue);
    }

    /// <summary>Adds what another part has counted.</summary>
    public void Join(Backtesting other)
    {
        overdue += other.overdue;
        before = new(before.Customers + other.before.Customers, before.Overdue + other.before.Overdue);
        after = new(after.Customers + other.after.Customers, after.Overdue + other.after.Overdue);
    }

    private bool IsOverdue(CustomerState customer)
    {
        using var settlement = Settlement.Of(customer.Movements, customer.Profile, CheckedOn);
        foreach (ref readonly var debit in settlement.Open)
        {
            if (debit.IsOverdue(CheckedOn))
            {
                return true;
            }
        }

        return false;
    }
}
