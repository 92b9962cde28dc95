using static Lifecycle.Tests.Grains.Oracle.OracleExample;

namespace Lifecycle.Tests.Grains.Oracle;

public sealed class OracleProfileTests
{
    [Theory]
    [InlineData("shipment", "2024-01-01", "2024-01-01")]
    [InlineData("opening_debit", "2024-01-01", null)] // the balance stands on the first day: nobody knows
    [InlineData("opening_credit", "2024-01-01", null)]
    [InlineData("opening_debit", "2024-01-02", "2024-01-01")]
    [InlineData("opening_debit", "2023-12-31", null)]
    public void WithoutARegisteredDateTheFirstPostingSaysSince(string kind, string on, string? since)
    {
        var m = Measured(With(Posting("repayment", 10, "2024-01-01"), Posting(kind, 10, on)), "2024-06-01");

        Assert.Equal(since is null ? null : Day(since), m.CustomerSince);
        Assert.Equal(since is not null, m.NewInWindow);
        Assert.Equal(since is null ? null : 0, m.TenureYears);
    }

    [Fact]
    public void APostingAheadDoesNotYetSaySince()
    {
        var c = With(Posting("shipment", 10, "2024-01-10"));

        Assert.Null(Measured(c, "2024-01-09").CustomerSince);
        Assert.False(Measured(c, "2024-01-09").EverPosted);
    }

    [Fact]
    public void ARegisteredDateBeatsThePostingsUntilItIsCleared()
    {
        var c = With(Posting("shipment", 10, "2024-01-01")) with
        {
            CustomerSince = [From("2024-02-01", (DateOnly?)Day("2020-05-05")), From("2024-03-01", (DateOnly?)null)],
        };

        Assert.Equal(Day("2020-05-05"), Measured(c, "2024-01-01").CustomerSince);
        Assert.Equal(Day("2024-01-01"), Measured(c, "2024-03-01").CustomerSince);
    }

    [Theory]
    [InlineData("2020-02-29", "2021-02-27", 0)]
    [InlineData("2020-02-29", "2021-02-28", 1)]
    [InlineData("2020-02-29", "2024-02-28", 3)] // a leap year celebrates on the 29th itself
    [InlineData("2020-02-29", "2024-02-29", 4)]
    [InlineData("2020-01-01", "2020-01-01", 0)]
    [InlineData("2030-01-01", "2024-01-01", 0)] // ahead
    public void Tenure(string since, string day, int years)
    {
        var c = new OracleCustomer { CustomerSince = [From("2020-01-01", (DateOnly?)Day(since))] };

        Assert.Equal(years, Measured(c, day).TenureYears);
    }

    [Theory]
    [InlineData(null, "2023-03-01", "2024-02-29", true)] // a year back is 2023-02-28, and 1 March comes after it
    [InlineData(null, "2023-03-01", "2024-03-01", false)]
    [InlineData(null, "2023-02-28", "2024-02-27", true)]
    [InlineData(null, "2023-02-28", "2024-02-28", false)]
    [InlineData(null, "2024-02-29", "2025-02-28", true)]
    [InlineData(null, "2024-03-01", "2024-02-29", false)] // ahead
    [InlineData("01-01", "2023-02-28", "2023-12-31", true)]
    [InlineData("01-01", "2023-02-28", "2024-01-01", false)]
    public void NewInWindow(string? start, string since, string day, bool isNew)
    {
        var c = new OracleCustomer { CustomerSince = [From("2020-01-01", (DateOnly?)Day(since))] };

        Assert.Equal(isNew, Measured(c, day, start).NewInWindow);
    }

    [Fact]
    public void EachEvaluatorsLatestOfTheYearCountsOnce()
    {
        var c = new OracleCustomer
        {
            Evaluations =
            [
                new("li", 50, Day("2024-01-10")), new("li", 70, Day("2024-01-10")), // the last recorded of that day
                new("li", 10, Day("2023-12-01")), // recorded later, dated earlier
                new("wu", 81, Day("2023-01-11")),
                new("an", 100, Day("2024-01-12")),
            ],
        };

        Assert.Equal(new Fraction(151, 2), Measured(c, "2024-01-10").Evaluation);
        Assert.Equal((Fraction)70, Measured(c, "2024-01-11").Evaluation); // wu's is a year old
        Assert.Equal((Fraction)85, Measured(c, "2024-01-12").Evaluation);
        Assert.Null(Measured(c, "2025-01-12").Evaluation);
    }
}
