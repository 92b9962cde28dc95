using System.Text;
using System.Text.Json;

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

    /// <summary>A JSON object: day and policy, class, score and tier, and the measures by their names; null when undefined.</summary>
    public static string Json(in Rating rating)
    {
        var figures = new Dictionary<string, object?>(Shown.Length + 6)
        {
            ["asOf"] = rating.Day,
            ["policyVersion"] = rating.PolicyVersion,
            ["state"] = rating.State,
            ["class"] = rating.Class,
            ["score"] = rating.ScoreHundredths / 100m,
            ["tier"] = rating.Tier,
        };
        foreach (var measure in Shown)
        {
            figures.Add(measure.Name(), Explanation.Show(measure, rating.Measures, trailingYear: false));
        }

        return Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(figures));
    }
}
