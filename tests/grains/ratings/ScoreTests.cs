using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

/// <summary>Sections 4 and 5: stops, weights, thresholds, caps.</summary>
public sealed class ScoreTests
{
    private static readonly Measured Nothing = new() { Sales = 0, PriorSales = 0, Batches = 0, Repaid = 0, PriorRepaid = 0 };

    private static readonly Measured Best = new()
    {
        Sales = 2_100_000, PriorSales = 1_000_000, Repaid = 2_100_000, PriorRepaid = 1_000_000, Batches = 24,
        Tenure = 10, Complexity = 100, Evaluation = 100,
    };

    [Fact]
    public void TheExampleOfTheStandard()
    {
        var example = new Measured { Sales = 2_000_000, PriorSales = 1_600_000, Returned = 120_000, Repaid = 1_729_600, Evaluation = 80 }.Rate();

        Assert.Equal((70.5m, 7050), (example.Score, example.ScoreHundredths));
    }

    [Theory]
    [InlineData(Measure.Sales, 99_999, 0)]
    [InlineData(Measure.Sales, 100_000, 0)]
    [InlineData(Measure.Sales, 1_100_000, 50)]
    [InlineData(Measure.Sales, 2_100_000, 100)]
    [InlineData(Measure.Sales, 9_000_000, 100)]
    [InlineData(Measure.Growth, -0.5, 0)]
    [InlineData(Measure.Growth, 0, 0)]
    [InlineData(Measure.Growth, 0.125, 50)]
    [InlineData(Measure.Growth, 0.25, 100)]
    [InlineData(Measure.Growth, 3, 100)]
    [InlineData(Measure.RepaymentRate, 0.89, 0)]
    [InlineData(Measure.RepaymentRate, 0.90, 0)]
    [InlineData(Measure.RepaymentRate, 0.92, 20)]
    [InlineData(Measure.RepaymentRate, 1.00, 100)]
    [InlineData(Measure.RepaymentRate, 1.20, 100)]
    [InlineData(Measure.ReturnRate, 0, 100)]
    [InlineData(Measure.ReturnRate, 0.01, 100)]
    [InlineData(Measure.ReturnRate, 0.015, 90)]
    [InlineData(Measure.ReturnRate, 0.02, 80)]
    [InlineData(Measure.ReturnRate, 0.035, 40)]
    [InlineData(Measure.ReturnRate, 0.05, 0)]
    [InlineData(Measure.ReturnRate, 0.06, 0)]
    [InlineData(Measure.Evaluation, 0, 0)]
    [InlineData(Measure.Evaluation, 80, 80)]
    [InlineData(Measure.Evaluation, 100, 100)]
    public void PointsRunStraightBetweenTheStops(Measure measure, double value, int points)
    {
        var component = Make.DefaultPolicy.Document.Score.Single(c => c.Measure == measure);

        Assert.Equal(points, component.Points(Quantity.Ratio((Int128)((decimal)value * 1000), 1000)));
    }

    [Fact]
    public void AnUndefinedMeasureScoresNothing()
    {
        Assert.Equal((0m, 0m, 4), (Nothing.Rate().Score, Nothing.Rate().TierPoints, Nothing.Rate().TierComputed));
        Assert.All(Make.DefaultPolicy.Document.Score, c => Assert.Equal(0m, c.Points(Quantity.Undefined)));
    }

    [Theory]
    [InlineData("0.33", 3)] // 0.033
    [InlineData("0.05", 1)] // 0.005: half, away from zero
    [InlineData("0.15", 2)] // 0.015
    [InlineData("0.25", 3)] // 0.025: to even would be 2
    public void ScoresAreShownWithTwoDecimalsHalfAwayFromZero(string evaluation, int hundredths)
    {
        var points = decimal.Parse(evaluation, System.Globalization.CultureInfo.InvariantCulture);
        var measures = Nothing.Build() with { EvaluationSum = (long)(points * 10_000), EvaluationCount = 100 };

        Assert.Equal(hundredths, Rater.Rate(Make.DefaultPolicy, measures).ScoreHundredths);
    }

    [Fact]
    public void TheBestHasAHundredPointsOfBoth() =>
        Assert.Equal((100m, 100m, 1), (Best.Rate().Score, Best.Rate().TierPoints, Best.Rate().Tier));

    /// <summary>35 + 15 (18 of 24 batches) + 20 + 0 (no tenure) + 10 = 80.</summary>
    [Theory]
    [InlineData(100, 1)]
    [InlineData(99.99, 2)]
    public void ATierBeginsExactlyAtItsThreshold(double complexity, int tier) =>
        Assert.Equal(tier, (Best with { Tenure = null, Batches = 18, Complexity = (decimal)complexity }).Rate().TierComputed);

    [Theory]
    [InlineData(80, 1)]
    [InlineData(79.99, 2)]
    [InlineData(60, 2)]
    [InlineData(59.99, 3)]
    [InlineData(40, 3)]
    [InlineData(39.99, 4)]
    [InlineData(0, 4)]
    public void Thresholds(double points, int tier) => Assert.Equal(tier, Make.DefaultPolicy.Document.Tier.Of((decimal)points));

    [Theory]
    [InlineData(1, "problem", 3)]
    [InlineData(3, "problem", 3)]
    [InlineData(4, "problem", 4)]
    [InlineData(1, "mature", 1)]
    [InlineData(1, "deteriorating", 1)]
    public void InStateProblemNeverBetterThanTier3(int computed, string state, int tier) =>
        Assert.Equal(tier, Make.DefaultPolicy.Document.Tier.Capped(computed, state));

    [Fact]
    public void TheComputedTierStaysVisibleUnderTheCap()
    {
        var rating = (Best with { Batches = 1, Receivable = 1, Sales = 9_000_000, Repaid = 9_000_000 }).Rate();

        Assert.Equal(("problem", 3), (rating.State, rating.Tier));
        Assert.Equal(1, rating.TierComputed);
    }
}
