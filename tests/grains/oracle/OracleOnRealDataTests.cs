using System.Globalization;

namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>The oracle itself against the figures that data/README.md gives for two real ledgers.</summary>
public sealed class OracleOnRealDataTests
{
    [SharedDataFact]
    public void OnlineRetail()
    {
        var figures = Figures("online-retail", new DateOnly(2011, 12, 9));

        Assert.Equal(
            "deteriorating.sales 727, dormant.inactive 1675, mature.abnormal 21, mature.minor 1887, mature.normal 71, new.effective 9, new.ineffective 1549",
            figures.Classes);
        Assert.Equal("2 5, 3 93, 4 5841", figures.Tiers);
        Assert.Equal(25.19m, figures.MeanScore);
        Assert.Equal(0.00m, figures.Receivable);
        Assert.Equal(0.00m, figures.Overdue);
    }

    [SharedDataFact]
    public void Receivables()
    {
        var figures = Figures("receivables", new DateOnly(2013, 9, 30));

        Assert.Equal("deteriorating.repayment 7, deteriorating.sales 1, mature.abnormal 22, mature.normal 70", figures.Classes);
        Assert.Equal("2 3, 3 57, 4 40", figures.Tiers);
        Assert.Equal(55.58m, figures.MeanScore);
        Assert.Equal(5_029_220.00m, figures.Receivable);
        Assert.Equal(465_480.00m, figures.Overdue);
    }

    private static PortfolioFigures Figures(string dataSet, DateOnly day)
    {
        var customers = OracleCsv.Customers(Path.Combine(SharedData.Folder!, dataSet)).Values.ToList();
        var ratings = customers.Select(c => Oracle.Rate(c, day, OracleWindow.Trailing)).ToList();
        var measures = customers.Select(c => Oracle.Measure(c, day, OracleWindow.Trailing)).ToList();
        return new PortfolioFigures(
            Counts(ratings.Select(r => r.Class)),
            Counts(ratings.Select(r => r.Tier.ToString(CultureInfo.InvariantCulture))),
            ((Fraction)ratings.Sum(r => r.Score.Rounded(2)) / ratings.Count).Rounded(2),
            measures.Sum(m => m.Receivable),
            measures.Sum(m => m.Overdue));
    }

    private static string Counts(IEnumerable<string> keys) =>
        string.Join(", ", keys.GroupBy(k => k).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}"));

    private sealed record PortfolioFigures(string Classes, string Tiers, decimal MeanScore, decimal Receivable, decimal Overdue);
}
