using static Lifecycle.Tests.Grains.Oracle.OracleExample;

namespace Lifecycle.Tests.Grains.Oracle;

public sealed class OracleRateTests
{
    [Fact]
    public void RatesAreUndefinedWhereNothingWasSold()
    {
        var m = Measured(With(Posting("repayment", 10, "2024-01-01"), Posting("return", 5, "2024-01-01")), "2024-01-01");

        Assert.Null(m.Growth);
        Assert.Null(m.RepaymentRate);
        Assert.Null(m.RepaymentDrop);
        Assert.Null(m.ReturnRate);
    }

    [Fact]
    public void ReturnsAsLargeAsTheSalesLeaveNoRepaymentRateButAReturnRate()
    {
        var m = Measured(With(Posting("shipment", 10, "2024-01-01"), Posting("return", 10, "2024-01-02")), "2024-01-03");

        Assert.Null(m.RepaymentRate);
        Assert.Equal((Fraction)1, m.ReturnRate);
    }

    [Fact]
    public void ARefundLessensWhatWasRepaidAndMayTurnTheRateNegative()
    {
        var m = Measured(With(Posting("shipment", 30, "2024-01-01"), Posting("refund", 10, "2024-01-02")), "2024-01-03");

        Assert.Equal(new Fraction(-1, 3), m.RepaymentRate);
    }

    [Fact]
    public void TheDropIsInPointsOfTheRate()
    {
        var c = With(
            Posting("shipment", 100, "2023-01-01"), Posting("repayment", 90, "2023-01-01"),
            Posting("shipment", 100, "2024-01-01"), Posting("repayment", 60, "2024-01-01"), Posting("return", 20, "2024-01-01"));

        Assert.Equal(new Fraction(3, 20), Measured(c, "2024-01-01").RepaymentDrop); // 0.90 − 60/80
    }

    [Theory]
    [InlineData(null, "2024-03-31", 21, 300)] // prior window since 2022-04-01
    [InlineData("01-01", "2024-03-31", 10, 100)] // January to March against January to March
    [InlineData("01-01", "2024-12-31", 10, 111)]
    [InlineData("04-01", "2024-03-31", 21, 300)]
    [InlineData("04-01", "2024-04-01", 0, 1)]
    public void SalesAgainstThePriorSpan(string? start, string day, int sales, int prior)
    {
        var c = With(
            Posting("shipment", 200, "2022-06-01"), Posting("shipment", 100, "2023-03-31"), Posting("shipment", 1, "2023-04-01"),
            Posting("shipment", 10, "2023-12-31"), Posting("shipment", 10, "2024-02-01"));

        var m = Measured(c, day, start);

        Assert.Equal((sales, prior), (m.Sales, m.PriorSales));
    }

    [Theory]
    [InlineData("2024-01-01 2024-01-11", null, 1)]
    [InlineData("2024-01-01 2024-01-01 2024-01-11", null, 1)] // two distinct days
    [InlineData("2024-01-01 2024-01-11 2024-01-14", 13, 2)] // mean of the two middle gaps
    [InlineData("2024-01-14 2024-01-01 2024-01-11 2024-02-01", 10, 1)] // gaps 10, 3, 18
    [InlineData("2022-02-01 2024-01-01 2024-01-11 2024-01-14", 13, 2)] // two years back to the day: in neither window
    [InlineData("2022-02-02 2024-01-01 2024-01-11", 708, 2)] // gaps 698 and 10
    public void MedianInterval(string days, int? numerator, int denominator)
    {
        var c = With([.. days.Split(' ').Select(day => Posting("shipment", 10, day))]);

        var expected = numerator is { } n ? new Fraction(n, denominator) : null;
        Assert.Equal(expected, Measured(c, "2024-02-01").MedianInterval);
    }

    [Fact]
    public void DaysSinceTheLastShipmentLookBackForEver()
    {
        var c = With(Posting("shipment", 10, "2020-01-01"), Posting("repayment", 10, "2024-01-01"));

        Assert.Equal(1462, Measured(c, "2024-01-02").DaysSinceShipment);
        Assert.Null(Measured(c, "2019-12-31").DaysSinceShipment);
    }
}
