using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Alerting;

/// <summary>credit_limit, overdue and order_gap: told while a condition holds, from the first rating on.</summary>
public sealed class ConditionAlertTests
{
    private const AlertKind Limit = AlertKind.CreditLimit;
    private const AlertKind Overdue = AlertKind.Overdue;
    private const AlertKind Gap = AlertKind.OrderGap;

    [Theory]
    [InlineData(99_999.99, "-")]
    [InlineData(100_000, "-")]
    [InlineData(100_000.01, "open high - > -")]
    public void TheLimitIsExceededOnlyAboveIt(decimal receivable, string shown) =>
        Assert.Equal(shown, Limited(100_000m).Post("2026-06-15", "shipment", receivable, "2026-06-15").Shown(Limit));

    [Theory]
    [InlineData(0, "open high - > -")]
    [InlineData(null, "-")]
    public void ALimitOfNothingIsALimit(int? limit, string shown) =>
        Assert.Equal(shown, Limited(limit).Post("2026-06-15", "shipment", 0.01m, "2026-06-15").Shown(Limit));

    [Fact]
    public void TheLimitAlertClosesBackAtOrUnderIt()
    {
        var watched = Limited(100).Post("2026-06-15", "shipment", 150, "2026-06-15").Acknowledge(Limit);

        Assert.Equal(("", "acknowledged high - > -"), (watched.Post("2026-06-16", "shipment", 1, "2026-06-16").News(Limit), watched.Shown(Limit)));
        Assert.Equal("closed within_limit", watched.Post("2026-06-17", "repayment", 51, "2026-06-17").News(Limit));
        Assert.Equal("opened", watched.Post("2026-06-18", "shipment", 1, "2026-06-18").News(Limit));
        Assert.Equal("closed within_limit", watched.Set("2026-06-19", new() { CreditLimit = new(null) }).News(Limit));
    }

    [Theory]
    [InlineData("2026-07-01", "-")]
    [InlineData("2026-07-30", "-")]
    [InlineData("2026-07-31", "open medium - > 30")]
    [InlineData("2026-08-29", "open medium - > 30")]
    [InlineData("2026-08-30", "open high - > 60")]
    [InlineData("2026-12-30", "open high - > 90")]
    public void OverdueOpensAtTheReachedNumberOfDays(string today, string shown) =>
        Assert.Equal(shown, Owing("2026-07-01").Review(today).Shown(Overdue));

    [Fact]
    public void EachFurtherNumberOfDaysOpensItAgain()
    {
        var watched = Owing("2026-07-01").Review("2026-07-31").Acknowledge(Overdue);

        Assert.Equal("", watched.Review("2026-08-29").News(Overdue));
        Assert.Equal(("updated", "open high - > 60"), (watched.Review("2026-08-30").News(Overdue), watched.Shown(Overdue)));
        watched.Acknowledge(Overdue);
        Assert.Equal(("updated", "open high - > 90"), (watched.Review("2026-09-29").News(Overdue), watched.Shown(Overdue)));
        watched.Acknowledge(Overdue);
        Assert.Equal("", watched.Review("2027-09-29").News(Overdue));
    }

    [Fact]
    public void OverdueStaysUntilNothingIsOverdueAndFallsBackWithTheOldest()
    {
        var watched = Owing("2026-07-01").Post("2026-07-02", "shipment", 50, "2026-07-02", due: "2026-08-20").Review("2026-08-30").Acknowledge(Overdue);

        watched.Post("2026-08-30", "repayment", 100, "2026-08-30");
        Assert.Equal(("updated", "acknowledged medium - > 30"), (watched.News(Overdue), watched.Shown(Overdue)));
        Assert.Equal("closed settled", watched.Post("2026-08-30", "repayment", 50, "2026-08-30").News(Overdue));
        Assert.Equal("-", watched.Shown(Overdue));
    }

    [Fact]
    public void Other_days_in_the_policy_do_not_open_it_again_before_they_are_reached()
    {
        var json = Make.DefaultJson();
        json["alerts"]!["overdueDays"] = new JsonArray(60, 90);
        var book = new PolicyBook([Make.DefaultPolicy, new Policy(2, Make.Day("2026-08-10"), Make.Read(json))]);
        var watched = new Watched(book).Post("2026-06-01", "shipment", 100, "2026-06-01", due: "2026-07-01").Review("2026-08-09").Acknowledge(Overdue);

        Assert.Equal(("", "acknowledged medium - > 30"), (watched.Review("2026-08-10").News(Overdue), watched.Shown(Overdue)));
        Assert.Equal(("updated", "open medium - > 60"), (watched.Review("2026-08-30").News(Overdue), watched.Shown(Overdue)));

        // From beyond the first number of the new policy it falls back as far as that.
        var late = new Watched(book).Post("2026-01-01", "shipment", 100, "2026-01-01", due: "2026-03-01").Post("2026-01-01", "shipment", 50, "2026-01-01", due: "2026-08-01")
            .Review("2026-08-09").Post("2026-08-10", "repayment", 100, "2026-08-10");
        Assert.Equal("open medium - > 60", late.Shown(Overdue));
    }

    [Theory]
    [InlineData("[]", "-")]
    [InlineData("[45]", "open medium - > 45")]
    [InlineData("[10, 20]", "open high - > 20")]
    public void ThePolicyNamesTheDays(string days, string shown)
    {
        var json = Make.DefaultJson();
        json["alerts"]!["overdueDays"] = JsonNode.Parse(days);
        var watched = new Watched(new([new Policy(1, Make.Day("2000-01-01"), Make.Read(json))]));

        Assert.Equal(shown, watched.Post("2026-08-20", "shipment", 1, "2026-06-01", due: "2026-07-01").Shown(Overdue));
    }

    [Theory]
    [InlineData("2026-04-01", "-")]
    [InlineData("2026-04-02", "open medium 2026-03-02 > -")]
    public void AShortRhythmOpensAfterThirtyDays(string today, string shown) =>
        Assert.Equal(shown, Ordering("2026-02-10", "2026-02-20", "2026-03-02").Review(today).Shown(Gap));

    [Theory]
    [InlineData("2026-06-16", "-")]
    [InlineData("2026-06-17", "open medium 2026-03-31 > -")]
    public void ALongRhythmOpensAfterTwoAndAHalfOfIt(string today, string shown) =>
        Assert.Equal(shown, Ordering("2026-01-28", "2026-02-28", "2026-03-31").Review(today).Shown(Gap));

    [Fact]
    public void TheGapClosesAtTheNextShipmentAlone()
    {
        var watched = Ordering("2026-02-10", "2026-02-20", "2026-03-02").Review("2026-04-02");

        Assert.Equal("", watched.Post("2026-04-03", "repayment", 1, "2026-04-03").News(Gap));
        Assert.Equal("", watched.Review("2029-01-01").News(Gap));
        Assert.Equal("closed shipped", watched.Post("2029-01-02", "shipment", 1, "2029-01-02").News(Gap));
    }

    [Fact]
    public void AShipmentThatIsItselfLongAgoDoesNotEndTheGap()
    {
        var watched = Ordering("2026-02-10", "2026-02-20", "2026-03-02").Review("2026-06-01");

        Assert.Equal("", watched.Post("2026-06-01", "shipment", 1, "2026-03-05").News(Gap));
        Assert.Equal("closed shipped", watched.Post("2026-06-01", "shipment", 1, "2026-05-20").News(Gap));
    }

    private static Watched Limited(decimal? limit) => new()
    {
        State = Make.State().With("2020-01-01", new() { CreditLimit = new((long?)(limit * 100)) }),
    };

    private static Watched Owing(string due) => new Watched().Post("2026-06-01", "shipment", 100, "2026-06-01", due);

    private static Watched Ordering(params string[] days) => days.Aggregate(new Watched(), (watched, day) => watched.Post(day, "shipment", 1, day));
}
