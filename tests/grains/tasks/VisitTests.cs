using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Tasks;

/// <summary>The next visit by tier: so many days after the last.</summary>
public sealed class VisitTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");

    [Theory]
    [InlineData(1, "2026-07-01")]
    [InlineData(2, "2026-07-31")]
    [InlineData(3, "2026-11-28")]
    [InlineData(4, null)]
    public void The_tier_says_how_many_days_after_the_last(int tier, string? due)
    {
        var next = Visits.Next(Rated(Make.State(), tier), Today, new(Done: 3, LastOn: Make.Day("2026-06-01"), FirstRatedOn: null), Make.DefaultPolicy);
        Assert.Equal(due is null ? null : new DueVisit(4, Make.Day(due)), next);
    }

    [Fact]
    public void Whoever_was_never_visited_is_counted_from_its_beginning()
    {
        var posted = Make.State(Make.Posting("shipment", 1, "2026-05-01"), Make.Posting("shipment", 1, "2026-05-20", key: "2"));
        Assert.Equal("1 2026-06-09", First(posted.With("2026-06-01", new() { CustomerSince = Make.Day("2026-05-10") })));
        Assert.Equal("1 2026-05-31", First(posted));
        Assert.Equal("1 2026-07-01", First(Make.State(), firstRated: Make.Day("2026-06-01")));
        Assert.Equal("1 2026-07-15", First(Make.State()));
    }

    [Fact]
    public void Nobody_is_visited_before_the_first_rating() =>
        Assert.Null(Visits.Next(Make.State(), Today, new(0, null, null), Make.DefaultPolicy));

    private static string First(CustomerState state, DateOnly? firstRated = null) =>
        Visits.Next(Rated(state, 1), Today, new(0, null, firstRated), Make.DefaultPolicy) is var next ? $"{next!.Ordinal} {next.DueOn:yyyy-MM-dd}" : "";

    private static CustomerState Rated(CustomerState state, int tier) =>
        Customer.Rate(Customer.Evolve(state, new TierSet(Today, new(tier, Today, "key"))), Today, Make.DefaultBook).State;
}
