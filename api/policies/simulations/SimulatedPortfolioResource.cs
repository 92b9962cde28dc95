using Lifecycle.Api.Portfolio;
using Lifecycle.Grains;

namespace Lifecycle.Api.Policies.Simulations;

/// <summary>The portfolio as a version would have it. Money in currency.</summary>
public sealed record SimulatedPortfolioResource(
    long Customers, decimal Sales, decimal Receivable, decimal Overdue, decimal? MeanScore, IReadOnlyList<PortfolioPart> ByState,
    IReadOnlyList<PortfolioPart> ByClass, IReadOnlyList<PortfolioPart> ByTier, IReadOnlyList<PortfolioPart> ByManager,
    IReadOnlyList<PortfolioPart> ByRegion)
{
    internal static SimulatedPortfolioResource Of(SimulatedPortfolio portfolio)
    {
        var total = PortfolioPart.Of(null, portfolio.Total);
        return new(
            total.Customers, total.Sales, total.Receivable, total.Overdue, total.MeanScore, Parts(portfolio.ByState()), Parts(portfolio.ByClass),
            Parts(portfolio.ByTier), Parts(portfolio.ByManager), Parts(portfolio.ByRegion));

        static List<PortfolioPart> Parts(IEnumerable<SimulatedPart> parts) => [.. parts.Select(part => PortfolioPart.Of(part.Key, part.Sum))];
    }
}

/// <summary>Of those that each version called <c>problem</c> or <c>deteriorating</c>: how many had something overdue a quarter later.</summary>
/// <param name="Versions">The one compared with, then the simulated one.</param>
public sealed record BacktestResource(DateOnly On, DateOnly CheckedOn, IReadOnlyList<CalledResource> Versions)
{
    internal static BacktestResource Of(DateOnly on, SimulatedBacktest backtest, int against, int version)
    {
        return new(on, backtest.CheckedOn, [Shown(against, backtest.Before), Shown(version, backtest.After)]);

        CalledResource Shown(int of, Called called) => new(
            of, called.Customers, called.Overdue, backtest.Overdue, Share(called.Overdue, called.Customers), Share(called.Overdue, backtest.Overdue));
    }

    private static decimal? Share(long part, long whole) =>
        whole == 0 ? null : decimal.Round((decimal)part / whole, 6, MidpointRounding.AwayFromZero);
}

/// <summary>How well a version foresaw.</summary>
/// <param name="Called">Those it called <c>problem</c> or <c>deteriorating</c>.</param>
/// <param name="CalledOverdue">Those of them that were overdue on the day of the check.</param>
/// <param name="Overdue">All that were overdue on that day.</param>
/// <param name="HitRate">The share of those it called that were; null: it called nobody.</param>
/// <param name="Caught">The share of those that were that it had called; null: nobody was.</param>
public sealed record CalledResource(int Version, long Called, long CalledOverdue, long Overdue, decimal? HitRate, decimal? Caught);
