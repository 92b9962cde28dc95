using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Policies;

public sealed class PolicyBookTests
{
    private static readonly PolicyBook Book = new([Version(2, "2024-01-01"), Version(1, "2023-01-01"), Version(3, "2024-01-01")]);

    [Theory]
    [InlineData("2022-06-01", 1)] // before the first, the first
    [InlineData("2023-01-01", 1)]
    [InlineData("2023-12-31", 1)]
    [InlineData("2024-01-01", 3)] // of two on one day, the later version
    [InlineData("2030-01-01", 3)]
    public void TheVersionInForceOnADay(string day, int version) => Assert.Equal(version, Book.InForceOn(Make.Day(day)).Version);

    [Fact]
    public void TheFirstDayOfALaterVersionIsAStepDay()
    {
        Assert.Equal(Make.Day("2024-01-01"), Rater.Review(Make.State(), Make.Day("2023-06-01"), Book).NextReviewOn);
        Assert.Null(Rater.Review(Make.State(), Make.Day("2024-01-01"), Book).NextReviewOn);
    }

    /// <summary>A tenure that no life reaches is allowed, and never reached.</summary>
    [Fact]
    public void ATenureBeyondEveryCalendar()
    {
        var json = Make.DefaultJson();
        json["tier"]!["components"]![3]!["stops"]![1]![0] = 900_000_000_000_000m;
        var book = new PolicyBook([new Policy(1, Make.Day("2020-01-01"), Make.Read(json))]);
        var state = Make.State().With("2020-01-01", new() { CustomerSince = Make.Day("2010-05-05") });

        Assert.Equal(Make.Day("2024-05-05"), Rater.Review(state, Make.Day("2024-01-01"), book).NextReviewOn);
    }

    private static Policy Version(int number, string from) => Make.DefaultPolicy with { Version = number, InForceFrom = Make.Day(from) };
}
