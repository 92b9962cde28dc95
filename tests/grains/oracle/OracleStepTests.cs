using static Lifecycle.Tests.Grains.Oracle.OracleExample;

namespace Lifecycle.Tests.Grains.Oracle;

public sealed class OracleStepTests
{
    private static string Steps(OracleCustomer c, string ratedOn, string until, string? start = null) =>
        string.Join(", ", Oracle.Steps(c, Day(ratedOn), Window(start), Day(until)).Select(s => $"{s.Day:yyyy-MM-dd} {s.Why}"));

    private static OracleCustomer Since(string day, params OraclePosting[] postings) =>
        With(postings) with { CustomerSince = [From("2000-01-01", (DateOnly?)Day(day))] };

    [Theory]
    [InlineData("2024-02-29", "2025-03-01 a, 2026-03-01 a")]
    [InlineData("2024-02-28", "2025-02-28 a, 2026-02-28 a")]
    public void APostingLeavesBothWindows(string posted, string steps) =>
        Assert.Equal(steps, Steps(Since("1990-01-01", Posting("repayment", 1, posted)), "2024-03-01", "2030-01-01"));

    [Fact]
    public void AnOpenDebitFallsDueAndGrowsOld()
    {
        var c = Since("1990-01-01", Posting("opening_debit", 5, "2024-01-01", due: "2024-02-01"));

        Assert.Equal("2024-02-02 b, 2024-03-02 b, 2024-04-01 b, 2024-05-01 b", Steps(c, "2024-01-01", "2024-12-31"));
    }

    [Fact]
    public void WhatIsSettledHasNoDueDay()
    {
        var c = Since("1990-01-01", Posting("opening_debit", 5, "2024-01-01"), Posting("repayment", 5, "2024-01-01"));

        Assert.Equal("", Steps(c, "2024-01-01", "2024-12-31"));
    }

    [Fact]
    public void CustomerSinceBeginsLeavesAndHasTenAnniversaries()
    {
        Assert.Equal(
            "2024-02-29 c, 2025-02-28 c, 2025-03-01 c, 2026-02-28 c, 2027-02-28 c, 2028-02-29 c, 2029-02-28 c, "
            + "2030-02-28 c, 2031-02-28 c, 2032-02-29 c, 2033-02-28 c, 2034-02-28 c",
            Steps(Since("2024-02-29"), "2024-01-01", "2050-01-01"));
    }

    [Fact]
    public void OnlyAnEvaluatorsLatestEvaluationCounts()
    {
        var c = new OracleCustomer
        {
            Evaluations = [new("li", 1, Day("2024-01-10")), new("li", 1, Day("2024-01-05")), new("wu", 1, Day("2023-06-01"))],
        };

        Assert.Equal("2024-06-01 d, 2025-01-10 d", Steps(c, "2024-01-15", "2026-01-01"));
    }

    [Theory]
    [InlineData("2024-01-01", "2024-01-02", "2024-01-03", "2024-02-03 e")] // more than 30 days, and 2.5 × 1 is less
    [InlineData("2024-01-01", "2024-01-21", "2024-02-10", "2024-04-01 e")] // more than 50: on the 51st day
    [InlineData("2024-01-01", "2024-01-16", "2024-02-01", "2024-03-11 e")] // median 15.5, 38.75: on the 39th
    [InlineData("2024-01-01", "2024-02-01", "2024-02-01", "")] // no median, no rhythm
    public void TheOrderGapOpens(string first, string second, string third, string steps)
    {
        var c = Since("1990-01-01",
            Posting("shipment", 1, first), Posting("shipment", 1, second), Posting("shipment", 1, third), Posting("repayment", 3, third));

        Assert.Equal(steps, Steps(c, third, "2024-12-31"));
    }

    [Fact]
    public void AStatisticalYearBegins()
    {
        Assert.Equal("2024-04-01 g year, 2025-04-01 g year", Steps(new OracleCustomer(), "2024-03-31", "2026-03-31", "04-01"));
        Assert.Equal("2024-02-29 g year, 2025-02-28 g year", Steps(new OracleCustomer(), "2024-01-01", "2026-01-01", "02-29"));
    }

    [Fact]
    public void ADatedProfileValueBegins()
    {
        var c = new OracleCustomer { CreditLimit = [From("2024-01-01", (decimal?)1), From("2024-05-01", (decimal?)2)] };

        Assert.Equal("2024-05-01 g profile", Steps(c, "2024-01-01", "2025-01-01"));
    }

    [Theory]
    [InlineData("2024-01-01", "2024-02-29")]
    [InlineData("2024-02-29", "2025-02-28")]
    [InlineData("2033-03-01", "2034-02-28")]
    [InlineData("2034-02-28", null)] // the last stop of tenure: nothing will ever change
    public void TheNextReviewIsTheFirstStepDayOrNone(string ratedOn, string? next) =>
        Assert.Equal(next is null ? null : Day(next), Oracle.NextReviewOn(Since("2024-02-29"), Day(ratedOn), OracleWindow.Trailing));
}
