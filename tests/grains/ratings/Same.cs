using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

using Lifecycle.Tests.Grains.Oracle;

/// <summary>Compares what the product says with what the oracle says, measure by measure.</summary>
internal static class Same
{
    // Money differs by a cent at least, rates by far more: a quantity shows itself only rounded to 28 digits.
    private static readonly Fraction Hair = 0.000_000_000_000_001m;

    public static void Measured(OracleMeasures expected, Measures actual, bool trailingYear)
    {
        foreach (var measure in MeasureInfo.All.Where(m => m != Measure.CustomerSince))
        {
            var (e, a) = (Expected(expected, measure), actual.Value(measure, trailingYear));
            var same = e is null ? !a.IsDefined : a.IsDefined && e - a.ToDecimal() < Hair && a.ToDecimal() - e < Hair;
            Assert.True(same, $"{measure}: expected {e?.ToString() ?? "undefined"}, got {(a.IsDefined ? a.ToDecimal() : "undefined")}");
        }

        Assert.Equal(expected.CustomerSince, actual.CustomerSince);
    }

    public static void Rated(OracleRating expected, Rating actual)
    {
        Assert.Equal((expected.State, expected.Class), (actual.State, actual.Class));
        Assert.Equal(expected.Score.Rounded(2), actual.ScoreHundredths / 100m);
        Assert.Equal(expected.TierPoints.Rounded(12), decimal.Round(actual.TierPoints, 12, MidpointRounding.AwayFromZero));
        Assert.Equal((expected.TierComputed, expected.Tier), (actual.TierComputed, actual.Tier));
    }

    private static Fraction? Expected(OracleMeasures m, Measure measure) => measure switch
    {
        Measure.Sales => m.Sales,
        Measure.PriorSales => m.PriorSales,
        Measure.Batches => m.Batches,
        Measure.PriorBatches => m.PriorBatches,
        Measure.Postings => m.Postings,
        Measure.EverPosted => m.EverPosted ? 1 : 0,
        Measure.Growth => m.Growth,
        Measure.Repaid => m.Repaid,
        Measure.PriorRepaid => m.PriorRepaid,
        Measure.Returned => m.Returned,
        Measure.PriorReturned => m.PriorReturned,
        Measure.RepaymentRate => m.RepaymentRate,
        Measure.PriorRepaymentRate => m.PriorRepaymentRate,
        Measure.RepaymentDrop => m.RepaymentDrop,
        Measure.ReturnRate => m.ReturnRate,
        Measure.PriorReturnRate => m.PriorReturnRate,
        Measure.Receivable => m.Receivable,
        Measure.Overdue => m.Overdue,
        Measure.OldestOverdueDays => m.OldestOverdueDays,
        Measure.CreditLimit => m.CreditLimit is { } limit ? (Fraction)limit : null,
        Measure.CreditUsed => m.CreditUsed,
        Measure.DaysSinceShipment => m.DaysSinceShipment is { } days ? (Fraction)days : null,
        Measure.MedianInterval => m.MedianInterval,
        Measure.NewInWindow => m.NewInWindow ? 1 : 0,
        Measure.TenureYears => m.TenureYears is { } years ? (Fraction)years : null,
        Measure.Evaluation => m.Evaluation,
        Measure.Complexity => m.Complexity is { } complexity ? (Fraction)complexity : null,
        Measure.CollectionDifficult => m.CollectionDifficult ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };
}
