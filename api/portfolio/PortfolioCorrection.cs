using Lifecycle.Grains;

namespace Lifecycle.Api.Portfolio;

/// <summary>What has been corrected since: the figures known now minus those known then.</summary>
/// <param name="Differing">How many customers count differently, those that are known only once included.</param>
public sealed record PortfolioCorrection(
    long Differing, FigureChange Total, IReadOnlyList<FigureChange> ByState, IReadOnlyList<FigureChange> ByClass,
    IReadOnlyList<FigureChange> ByTier, IReadOnlyList<FigureChange> ByManager, IReadOnlyList<FigureChange> ByRegion)
{
    /// <summary>From both portfolios of a day. Only parts of which something changed are listed.</summary>
    public static PortfolioCorrection Of(PortfolioTwice portfolio)
    {
        return new(
            portfolio.Differing, FigureChange.Of(null, portfolio.Then.Total, portfolio.Now.Total),
            Parts(PortfolioKeys.State), Parts(PortfolioKeys.Class), Parts(PortfolioKeys.Tier), Parts(PortfolioKeys.Manager), Parts(PortfolioKeys.Region));

        List<FigureChange> Parts(Func<Cell, string?> key)
        {
            var then = portfolio.Then.By(key).ByKey();
            var now = portfolio.Now.By(key).ByKey();
            return [.. portfolio.Changes.By(key).Select(part => FigureChange.Of(part.Key, then.Sum(part.Key), now.Sum(part.Key)))];
        }
    }
}

/// <summary>What changed of the figures of the portfolio or a part of it. Money in currency.</summary>
/// <param name="ScoreSum">Of all customers: sums add up, means do not.</param>
/// <param name="MeanScore">Null where there is nobody before or after.</param>
public sealed record FigureChange(
    string? Key, long Customers, decimal Sales, decimal Receivable, decimal Overdue, decimal ScoreSum, decimal? MeanScore)
{
    /// <summary>From the sums before and after.</summary>
    public static FigureChange Of(string? key, CellSum before, CellSum after)
    {
        var change = after + -before;
        return new(
            key, change.Customers, change.Sales / 100m, change.Receivable / 100m, change.Overdue / 100m, change.Score / 100m,
            PortfolioPart.Mean(after) - PortfolioPart.Mean(before));
    }
}
