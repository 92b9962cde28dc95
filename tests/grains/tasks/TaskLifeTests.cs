using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Tasks;

/// <summary>A task is done or cancelled once; a budget says what still fits.</summary>
public sealed class TaskLifeTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");
    private static readonly StoredTask Open = new(7, new("k", "C", 1, "li.na", CareTaskKinds.Gift, Today, 5000, "b"), CareTaskStatus.Open, 1, null, null);
    private static readonly TaskOutcome Outcome = new(Today, 6000, "delivered");

    [Fact]
    public void Done_it_has_its_day_its_cost_and_its_note()
    {
        var (done, refusal) = Open.Finish(Outcome);
        Assert.Equal((null, Open with { Status = "done", Version = 2, DoneOn = Today, Note = "delivered", Task = Open.Task with { Cost = 6000 } }), (refusal, done));
        Assert.Equal(5000, Open.Finish(Outcome with { Cost = null }).After.Task.Cost);
    }

    [Fact]
    public void Said_again_it_is_the_same_and_said_otherwise_it_is_refused()
    {
        var done = Open.Finish(Outcome).After;
        Assert.Equal((done, null), done.Finish(Outcome));
        Assert.Equal("task-done", done.Finish(Outcome with { Note = null }).Refusal?.Code);
        Assert.Equal("task-done", done.Cancel().Refusal?.Code);

        var cancelled = Open.Cancel().After;
        Assert.Equal(("cancelled", 2), (cancelled.Status, cancelled.Version));
        Assert.Equal((cancelled, null), cancelled.Cancel());
        Assert.Equal("task-cancelled", cancelled.Finish(Outcome).Refusal?.Code);
    }

    [Theory]
    [InlineData(1, null, null, "date-in-future", "on")]
    [InlineData(0, -1, null, "amount-out-of-range", "cost")]
    [InlineData(0, 1, "a\0", "text-invalid", "note")]
    public void Outcomes_at_fault_are_refused(int days, int? cost, string? note, string code, string field)
    {
        var refusal = TaskOutcome.TryCreate(Today.AddDays(days), cost, note, Today, out _);
        Assert.Equal((code, field), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void Nothing_is_a_cost_and_no_cost_is_what_was_planned()
    {
        Assert.Null(TaskOutcome.TryCreate(null, 0, null, Today, out var free));
        Assert.Equal(new(Today, 0, null), free);
        Assert.Null(TaskOutcome.TryCreate(null, null, null, Today, out var planned));
        Assert.Null(planned.Cost);
    }

    [Theory]
    [InlineData(0, 10_000, 0, null)]
    [InlineData(0, 10_001, 0, "budget-exhausted")]
    [InlineData(9_999, 1, 30, null)]
    [InlineData(9_999, 2, 0, "budget-exhausted")]
    [InlineData(12_000, 0, 0, "budget-exhausted")]
    [InlineData(0, 1, -1, "budget-not-open")]
    [InlineData(0, 1, 31, "budget-not-open")]
    public void A_budget_takes_what_it_has_in_its_days(long spent, long cost, int days, string? code) =>
        Assert.Equal(code, new Budget("b", "B", 10_000, Today, Today.AddDays(30)).Fits(spent, cost, Today.AddDays(days))?.Code);

    [Theory]
    [InlineData("", 1, "2026-01-01", "2026-12-31", "required", "name")]
    [InlineData("B", -1, "2026-01-01", "2026-12-31", "amount-out-of-range", "amount")]
    [InlineData("B", 0.001, "2026-01-01", "2026-12-31", "amount-too-precise", "amount")]
    [InlineData("B", 1, "2026-01-02", "2026-01-01", "invalid-span", "from")]
    [InlineData("B", 1, "1899-12-31", "2026-01-01", "date-out-of-range", "from")]
    [InlineData("B", 1, "2026-01-01", "2200-01-01", "date-out-of-range", "to")]
    public void Budgets_at_fault_are_refused(string name, double amount, string from, string to, string code, string field)
    {
        var refusal = Budget.TryCreate("b", name, (decimal)amount, Make.Day(from), Make.Day(to), out _);
        Assert.Equal((code, field), (refusal?.Code, refusal?.Field));
    }
}
