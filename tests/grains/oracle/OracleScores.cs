namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>Sections 4 and 5: straight lines between stops, times weights.</summary>
public static class OracleScores
{
    public static Fraction Score(OracleMeasures m) =>
        (Points(m.Sales, (100_000m, 0), (2_100_000m, 100)) * 0.30m)
        + (Points(m.Growth, (0m, 0), (0.25m, 100)) * 0.30m)
        + (Points(m.RepaymentRate, (0.90m, 0), (1.00m, 100)) * 0.20m)
        + (Points(m.ReturnRate, (0.01m, 100), (0.02m, 80), (0.05m, 0)) * 0.10m)
        + (Points(m.Evaluation, (0m, 0), (100m, 100)) * 0.10m);

    public static Fraction TierPoints(OracleMeasures m) =>
        (Points(m.Sales, (0m, 0), (2_100_000m, 100)) * 0.35m)
        + (Points(m.Batches, (0m, 0), (24m, 100)) * 0.20m)
        + (Points(m.RepaymentRate, (0.80m, 0), (1m, 100)) * 0.20m)
        + (Points(m.TenureYears is { } years ? (Fraction)years : null, (0m, 0), (10m, 100)) * 0.15m)
        + (Points(m.Complexity is { } complexity ? (Fraction)complexity : null, (0m, 0), (100m, 100)) * 0.10m);

    public static int Tier(Fraction points) => points >= 80 ? 1 : points >= 60 ? 2 : points >= 40 ? 3 : 4;

    /// <summary>Flat before the first and after the last stop; an undefined value has no points.</summary>
    public static Fraction Points(Fraction? value, params (decimal At, int Points)[] stops)
    {
        if (value is null)
        {
            return 0;
        }

        if (value <= stops[0].At)
        {
            return stops[0].Points;
        }

        for (var i = 1; i < stops.Length; i++)
        {
            var (left, right) = (stops[i - 1], stops[i]);
            if (value <= right.At)
            {
                var way = (value - left.At) / (right.At - left.At);
                return left.Points + (way * (right.Points - left.Points));
            }
        }

        return stops[^1].Points;
    }
}
