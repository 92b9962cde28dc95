namespace Lifecycle.Grains;

/// <summary>The numbers that decided an alert, as they are shown: what a manager asks for first.</summary>
public static class AlertFigures
{
    private static readonly Measure[] Shown =
    [
        Measure.Sales, Measure.PriorSales, Measure.Growth, Measure.Batches, Measure.RepaymentRate, Measure.RepaymentDrop, Measure.ReturnRate,
        Measure.Receivable, Measure.Overdue, Measure.OldestOverdueDays, Measure.CreditLimit, Measure.CreditUsed,
        Measure.DaysSinceShipment, Measure.MedianInterval,
    ];

    /// <summary>Day and policy, class, score and tier, and the measures by their names; null when undefined.</summary>
    public static IReadOnlyDictionary<string, object?> Of(DecidingRating rating)
    {
        var measures = PackedMeasures.Unpack(rating.PackedMeasures);
        var figures = new Dictionary<string, object?>(Shown.Length + 6)
        {
            ["asOf"] = measures.Day,
            ["policyVersion"] = rating.PolicyVersion,
            ["state"] = Rating.StateOf(rating.Class),
            ["class"] = rating.Class,
            ["score"] = rating.ScoreHundredths / 100m,
            ["tier"] = rating.Tier,
        };
        foreach (var measure in Shown)
        {
            figures.Add(measure.Name(), Explanation.Show(measure, measures, trailingYear: false));
        }

        return figures;
    }
}

/// <summary>Of the stored rating that decided an alert, what its figures are made of.</summary>
public sealed record DecidingRating(int PolicyVersion, string Class, int ScoreHundredths, int Tier, byte[] PackedMeasures);
