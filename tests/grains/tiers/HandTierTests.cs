using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Alerting;

namespace Lifecycle.Tests.Grains.Tiering;

/// <summary>A tier set by hand wins in its span, and leaves every other day as it was.</summary>
public sealed class HandTierTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");

    [Fact]
    public void In_its_span_it_wins_over_points_and_cap_and_then_it_is_over()
    {
        // Sold nothing and owes: a problem, never better than tier 3.
        var state = Make.State(Make.Posting("opening_debit", 50_000, "2024-01-01"));
        var set = Customer.Evolve(state, new TierSet(Today, new(1, Today.AddDays(10), "strategic")));

        Assert.Equal((4, "points"), Seen(state, Today));
        Assert.Equal((4, "points"), Seen(set, Today.AddDays(-1)));
        Assert.Equal((1, "hand"), Seen(set, Today));
        Assert.Equal((1, "hand"), Seen(set, Today.AddDays(10)));
        Assert.Equal((4, "points"), Seen(set, Today.AddDays(11)));
        Assert.Equal("problem", Rater.Rate(set, Today, Make.DefaultPolicy).State);
        Assert.Equal(4, Rater.Rate(set, Today, Make.DefaultPolicy).TierComputed);
    }

    [Fact]
    public void Looked_at_without_what_came_later_it_was_never_set()
    {
        var tiers = Tiers.None.After(new TierSet(Today, new(1, Today.AddDays(10), "strategic")));
        Assert.Null(tiers.Until(Today.AddDays(-1)).HandOn(Today));
        Assert.Equal(tiers, tiers.Until(Today));
    }

    [Fact]
    public void The_day_after_its_last_is_a_step_day() =>
        Assert.Equal(
            (Today.AddDays(11), null),
            (Rater.Review(Customer.Evolve(Make.State(), new TierSet(Today, new(1, Today.AddDays(10), "key"))), Today, Make.DefaultBook).NextReviewOn,
                Rater.Review(Make.State(), Today, Make.DefaultBook).NextReviewOn));

    [Fact]
    public void Another_takes_its_place_and_an_early_end_leaves_the_days_before()
    {
        var state = Set(Make.State(), 1, Today, Today.AddDays(100));
        Assert.Equal(Outcome.Duplicate, Customer.Decide(state, new SetTier(Today.AddDays(5), new(1, Today.AddDays(100), "key"))).Outcome);
        state = Set(state, 2, Today.AddDays(10), Today.AddDays(20));
        state = Decided(state, new EndTier(Today.AddDays(15)));

        Assert.Equal(
            [(1, 0), (1, 9), (2, 10), (2, 14), (0, 15), (0, 50)],
            new[] { 0, 9, 10, 14, 15, 50 }.Select(n => (state.Tiers.HandOn(Today.AddDays(n))?.Tier ?? 0, n)));
        Assert.Equal(Outcome.Duplicate, Customer.Decide(state, new EndTier(Today.AddDays(15))).Outcome);
        Assert.Equal("version-mismatch", Customer.Decide(state, new EndTier(Today) { ExpectedVersion = 99 }).Refusal?.Code);
        Assert.Equal("customer-not-found", Customer.Decide(new("x"), new EndTier(Today)).Refusal?.Code);
    }

    [Theory]
    [InlineData(0, 0, "key", "tier-out-of-range", "tier")]
    [InlineData(5, 0, "key", "tier-out-of-range", "tier")]
    [InlineData(1, -1, "key", "date-in-past", "until")]
    [InlineData(1, 100_000, "key", "date-out-of-range", "until")]
    [InlineData(1, 0, "", "required", "reason")]
    [InlineData(1, 0, " \n", "required", "reason")]
    [InlineData(1, 0, null, "required", "reason")]
    [InlineData(1, 0, "a\0", "text-invalid", "reason")]
    public void Input_at_fault_is_refused(int tier, int days, string? reason, string code, string field)
    {
        var refusal = SetTier.TryCreate(tier, Today.AddDays(days), reason, Today, out _);
        Assert.Equal((code, field), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void A_reason_is_bounded_and_may_have_lines()
    {
        Assert.Null(SetTier.TryCreate(4, Today, new('x', 500), Today, out _));
        Assert.Equal("text-invalid", SetTier.TryCreate(4, Today, "half: \ud800", Today, out _)?.Code);
        Assert.Equal("text-too-long", SetTier.TryCreate(4, Today, new('x', 501), Today, out _)?.Code);
        Assert.Null(SetTier.TryCreate(1, Days.Latest, "战略客户\n2026", Today, out var command));
        Assert.Equal(new(Today, new(1, Days.Latest, "战略客户\n2026")), command);
    }

    [Fact]
    public void The_manager_is_told_as_of_any_change()
    {
        var watched = new Watched().Review("2026-06-15").Happens("2026-06-16", null, new TierSet(Make.Day("2026-06-16"), new(1, Make.Day("2026-06-20"), "key")));
        Assert.Equal("open info 4 > 1", watched.Shown(AlertKind.TierChanged));
        watched.Review("2026-06-21");
        Assert.Equal("closed reverted", watched.News(AlertKind.TierChanged));
    }

    [Fact]
    public void Sentences_say_who_and_why()
    {
        var state = Set(Make.State(), 1, Today, Today.AddDays(10));
        Assert.Equal(["The tier is set by hand to 1 until 2026-06-25: key", "By its points it would be tier 4."], Said(state, Tongue.English)[^2..]);
        Assert.Equal(["等级由人工设定为 1 级，至 2026-06-25 止，理由：key。", "按评分应为 4 级。"], Said(state, Tongue.Chinese)[^2..]);
        Assert.Equal(["The tier is set by hand to 4 until 2026-06-25: key"], Said(Set(Make.State(), 4, Today, Today.AddDays(10)), Tongue.English)[^1..]);
    }

    [Fact]
    public void Any_sequence_reads_as_a_calendar_of_days_would() => Seeds.Run(500, random =>
    {
        var (state, days) = (Make.State(), new int[60]);
        foreach (var day in Enumerable.Range(0, 8).Select(_ => random.Next(40)))
        {
            // What is recorded later, whatever its day, goes on from that day to the next one that something was said about.
            var (tier, until) = (random.Next(5), day + random.Next(20));
            var next = state.Tiers.ByHand.NextChange(Today.AddDays(day)) is { } change ? change.DayNumber - Today.DayNumber : 60;
            for (var i = day; i < next; i++)
            {
                days[i] = i <= until ? tier : 0;
            }

            state = Customer.Evolve(state, tier == 0 ? new TierSetEnded(Today.AddDays(day)) : new TierSet(Today.AddDays(day), new(tier, Today.AddDays(until), "key")));
        }

        Assert.Equal(days, Enumerable.Range(0, 60).Select(i => state.Tiers.HandOn(Today.AddDays(i))?.Tier ?? 0));
    });

    private static (int Tier, string By) Seen(CustomerState state, DateOnly day)
    {
        var rating = Rater.Rate(state, day, Make.DefaultPolicy);
        Assert.Equal(rating.Basis.By, TierInForce.BasisOn(state, day, Make.DefaultPolicy).By);
        return (rating.Tier, rating.Basis.Word);
    }

    private static string[] Said(CustomerState state, Tongue tongue)
    {
        var rating = Rater.Rate(state, Today, Make.DefaultPolicy);
        return [.. RatingSentences.Of(rating, Explanation.Of(Make.DefaultPolicy, rating.Measures), tongue)];
    }

    private static CustomerState Set(CustomerState state, int tier, DateOnly on, DateOnly until) => Decided(state, new SetTier(on, new(tier, until, "key")));

    private static CustomerState Decided(CustomerState state, Command command) =>
        Customer.Decide(state, command).Events.Aggregate(state, Customer.Evolve);
}
