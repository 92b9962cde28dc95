using System.Text.Json.Serialization;
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
    /// <summary>The day at whose end this was known; null: it is what is known now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? KnownAt { get; init; }

    /// <summary>Where it is what was known on a day: what has been corrected since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PortfolioCorrection? CorrectedSince { get; init; }

    /// <summary>From the figures of a day.</summary>
    public static PortfolioResource Of(DateOnly asOf, long pending, Grains.Portfolio portfolio)
    {
        var total = PortfolioPart.Of(null, portfolio.Total);
        return new(
            asOf, pending, total.Customers,
            portfolio.Cells.Where(cell => cell.Key.Class == "dormant.prospect").Sum(cell => cell.Value.Customers),
            total.Sales, total.Receivable, total.Overdue, total.MeanScore,
            Parts(PortfolioKeys.State), Parts(PortfolioKeys.Class), Parts(PortfolioKeys.Tier), Parts(PortfolioKeys.Manager), Parts(PortfolioKeys.Region));

        List<PortfolioPart> Parts(Func<Cell, string?> key) => [.. portfolio.By(key).Select(part => PortfolioPart.Of(part.Key, part.Sum))];
    }
}

/// <summary>A part of the portfolio; a missing manager or region has the key null.</summary>
public sealed record PortfolioPart(string? Key, long Customers, decimal Sales, decimal Receivable, decimal Overdue, decimal? MeanScore)
{
    /// <summary>From the sums of cells, in cents and hundredths.</summary>
    public static PortfolioPart Of(string? key, CellSum sum) => new(
        key, sum.Customers, sum.Sales / 100m, sum.Receivable / 100m, sum.Overdue / 100m, Mean(sum));

    /// <summary>The mean score as it is shown; null where there is nobody.</summary>
    public static decimal? Mean(CellSum sum) =>
        sum.Customers == 0 ? null : decimal.Round(sum.Score / 100m / sum.Customers, 2, MidpointRounding.AwayFromZero);
}
