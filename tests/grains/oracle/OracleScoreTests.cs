using static Lifecycle.Tests.Grains.Oracle.OracleExample;

namespace Lifecycle.Tests.Grains.Oracle;

public sealed class OracleScoreTests
{
    /// <summary>Sales 2 000 000, growth 25 %, repayment 92 %, return 6 %, evaluation 80.</summary>
    private static readonly OracleCustomer Example = With(
        Posting("shipment", 1_600_000, "2023-01-01"),
        Posting("shipment", 2_000_000, "2024-01-01"), Posting("return", 120_000, "2024-01-02"),
        Posting("repayment", 1_729_600, "2024-01-03")) with
    { Evaluations = [new("li", 80, Day("2024-01-04"))] };

    [Fact]
    public void TheExampleOfTheSpecificationScores70Point5()
    {
        Assert.Equal((Fraction)70.5m, Rated(Example, "2024-01-05").Score);
    }

    [Fact]
    public void ItsTierPoints()
    {
        // sales 33 1/3, one batch 5/6, repayment 12, one year of tenure 1.5, complexity 5
        var c = Example with { Complexity = [From("2024-01-01", (decimal?)50)] };

        var r = Rated(c, "2024-01-05");

        Assert.Equal(new Fraction(100, 3) + new Fraction(5, 6) + 12 + 1.5m + 5, r.TierPoints);
        Assert.Equal(3, r.TierComputed);
    }

    [Theory]
    [InlineData("0", "100")]
    [InlineData("0.01", "100")]
    [InlineData("0.015", "90")]
    [InlineData("0.02", "80")]
    [InlineData("0.035", "40")]
    [InlineData("0.05", "0")]
    [InlineData("7", "0")]
    public void ThreeStopsOfTheReturnRate(string rate, string points)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;

        var actual = OracleScores.Points(decimal.Parse(rate, culture), (0.01m, 100), (0.02m, 80), (0.05m, 0));

        Assert.Equal((Fraction)decimal.Parse(points, culture), actual);
    }

    [Fact]
    public void UndefinedScoresNothingWhateverTheFirstStopSays() =>
        Assert.Equal(Fraction.Zero, OracleScores.Points(null, (0.01m, 100), (0.05m, 0)));

    [Fact]
    public void AProspectHasNoPointsAtAll()
    {
        var r = Rated(new OracleCustomer(), "2024-01-01");

        Assert.Equal((Fraction.Zero, Fraction.Zero, 4, 4), (r.Score, r.TierPoints, r.TierComputed, r.Tier));
    }

    [Theory]
    [InlineData("80", 1)]
    [InlineData("79.999999", 2)]
    [InlineData("60", 2)]
    [InlineData("59.999999", 3)]
    [InlineData("40", 3)]
    [InlineData("39.999999", 4)]
    public void TierBands(string points, int tier) =>
        Assert.Equal(tier, OracleScores.Tier(decimal.Parse(points, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("3000000", 2, 3)] // 35 + 0.83 + 0 for the repayment + 15 + 10 = 60.83: tier 2, but pending
    [InlineData("500000", 4, 4)]
    public void AProblemIsNeverBetterThanTierThree(string sales, int computed, int inForce)
    {
        var amount = decimal.Parse(sales, System.Globalization.CultureInfo.InvariantCulture);
        var c = With(Posting("shipment", amount, "2024-01-01")) with
        {
            CustomerSince = [From("2020-01-01", (DateOnly?)Day("2010-01-01"))],
            Complexity = [From("2020-01-01", (decimal?)100)],
        };

        var r = Rated(c, "2024-01-05");

        Assert.Equal(("problem", computed, inForce), (r.State, r.TierComputed, r.Tier));
    }
}
