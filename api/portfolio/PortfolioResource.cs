using Lifecycle.Grains;

namespace Lifecycle.Api.Portfolio;

/// <summary>Portfolio health on a day. Money in currency.</summary>
/// <param name="Pending">Customers whose review for the day has not run yet.</param>
/// <param name="Prospects">Those of the customers who never posted anything (class <c>dormant.prospect</c>).</param>
public sealed record PortfolioResource(
    DateOnly AsOf, long Pending, long Customers, long Prospects, decimal Sales, decimal Receivable, decimal Overdue, decimal? MeanScore,
    IReadOnlyList<PortfolioPart> ByState, IReadOnlyList<PortfolioPart> ByClass, IReadOnlyList<PortfolioPart> ByTier,
    IReadOnlyList<PortfolioPart> ByManager, IReadOnlyList<PortfolioPart> ByRegion)
{
    /// <summary>From the figures of a day.</summary>
    public static PortfolioResource Of(DateOnly asOf, long pending, Grains.Portfolio portfolio)
    {
        var total = PortfolioPart.Of(null, portfolio.Total);
        return new(
            asOf, pending, total.Customers,
            portfolio.Cells.Where(cell => cell.Key.Class == "dormant.prospect").Sum(cell => cell.Value.Customers),
            total.Sales, total.Receivable, total.Overdue, total.MeanScore,
            Parts(cell => Rating.StateOf(cell.Class)), Parts(cell => cell.Class), Parts(cell => cell.Tier.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Parts(cell => cell.Manager), Parts(cell => cell.Region));

        List<PortfolioPart> Parts(Func<Cell, string?> key) => [.. portfolio.By(key).Select(part => PortfolioPart.Of(part.Key, part.Sum))];
    }
}

/// <summary>A part of the portfolio; a missing manager or region has the key null.</summary>
public sealed record PortfolioPart(string? Key, long Customers, decimal Sales, decimal Receivable, decimal Overdue, decimal? MeanScore)
{
    /// <summary>From the sums of cells, in cents and hundredths.</summary>
    public static PortfolioPart Of(string? key, CellSum sum) => new(
        key, sum.Customers, sum.Sales / 100m, sum.Receivable / 100m, sum.Overdue / 100m,
        sum.Customers == 0 ? null : decimal.Round(sum.Score / 100m / sum.Customers, 2, MidpointRounding.AwayFromZero));
}
