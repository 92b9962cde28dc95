using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Alerting;

/// <summary>state_changed and tier_changed: told when a rating differs from the one before, until it is back where it was.</summary>
public sealed class ChangeAlertTests
{
    private const AlertKind State = AlertKind.StateChanged;
    private const AlertKind Tier = AlertKind.TierChanged;

    /// <summary>A customer since 2015 that shipped and was paid month by month, rated once.</summary>
    private static Watched Trading() => new Watched { State = Make.State().With("2015-01-01", new() { CustomerSince = Make.Day("2015-01-01") }) }
        .Happens("2026-06-15", null, [.. Enumerable.Range(1, 6).SelectMany(i => new CustomerEvent[]
        {
            new PostingAccepted(Make.Posting("shipment", 50_000, $"2025-{6 + i:00}-20", key: $"s{i}")),
            new PostingAccepted(Make.Posting("repayment", 50_000, $"2025-{6 + i:00}-21", key: $"r{i}")),
        })]);

    [Fact]
    public void AFirstRatingTellsOfNoChange()
    {
        var watched = Trading();

        Assert.Equal("mature", watched.State.Standing!.State);
        Assert.Equal(("", ""), (watched.News(State), watched.News(Tier)));
    }

    [Theory]
    [InlineData("2026-06-15", "mature", "-")]
    [InlineData("2027-01-10", "dormant", "open medium mature > dormant")]
    public void TimeAloneTells(string today, string state, string shown)
    {
        var watched = Trading().Review(today);

        Assert.Equal((state, shown), (watched.State.Standing!.State, watched.Shown(State)));
    }

    [Fact]
    public void AProblemIsInfoUntilSomethingFallsOverdue()
    {
        var watched = Trading().Post("2026-12-25", "shipment", 1_000, "2026-12-25");
        Assert.Equal(("problem", "open info mature > problem"), (watched.State.Standing!.State, watched.Shown(State)));
        watched.Acknowledge(State);

        watched.Review("2027-01-24");
        Assert.Equal(("acknowledged info mature > problem", ""), (watched.Shown(State), watched.News(State)));

        watched.Review("2027-01-25");
        Assert.Equal(("open high mature > problem", "updated"), (watched.Shown(State), watched.News(State)));
        Assert.Equal((Make.Day("2026-12-25"), Make.Day("2027-01-25")), (watched[State]!.OpenedOn, watched[State]!.RaisedOn));
    }

    [Fact]
    public void LessSeverityIsNewsButNoReasonToOpenAgain()
    {
        var watched = Trading().Post("2027-01-25", "shipment", 1_000, "2026-12-25").Acknowledge(State);
        Assert.Equal("acknowledged high mature > problem", watched.Shown(State));

        watched.Set("2027-01-26", new() { CreditDays = 60 }, on: "2026-01-01");

        Assert.Equal(("updated", "acknowledged info mature > problem"), (watched.News(State), watched.Shown(State)));
    }

    [Fact]
    public void AFurtherChangeUpdatesAndFromStays()
    {
        var watched = Trading().Review("2027-01-10").Acknowledge(State);
        var number = watched[State]!.Number;

        watched.Post("2027-01-11", "shipment", 1_000, "2027-01-11");
        Assert.Equal(("updated", "open info mature > problem", number), (watched.News(State), watched.Shown(State), watched[State]!.Number));

        watched.Post("2027-01-12", "shipment", 300_000, "2027-01-12");
        Assert.Equal(("updated", "open info mature > deteriorating", number), (watched.News(State), watched.Shown(State), watched[State]!.Number));

        watched.Post("2027-01-13", "repayment", 301_000, "2027-01-13");
        Assert.Equal(("closed reverted", "-"), (watched.News(State), watched.Shown(State)));
    }

    [Fact]
    public void ABetterTierIsInfoAndAWorseOneMedium()
    {
        var watched = Trading();
        Assert.Equal(3, watched.State.Standing!.Tier);

        watched.Post("2026-06-16", "shipment", 3_000_000, "2026-06-16").Post("2026-06-16", "repayment", 3_000_000, "2026-06-16");
        Assert.Equal("open info 3 > 2", watched.Shown(Tier));

        watched.Acknowledge(Tier).Review("2027-06-30");
        Assert.Equal(("updated", "open medium 3 > 4"), (watched.News(Tier), watched.Shown(Tier)));
    }

    [Fact]
    public void OnlyTheManagersOfWhatStandsAreTold()
    {
        var watched = Trading().Set("2026-06-16", new() { Manager = "li.na" });
        Assert.Equal("", watched.News(State));

        watched.Review("2027-01-10").Acknowledge(State).Set("2027-01-10", new() { Manager = "wang" });

        Assert.Equal(("updated", AlertStatus.Acknowledged), (watched.News(State), watched[State]!.Status));
    }
}
