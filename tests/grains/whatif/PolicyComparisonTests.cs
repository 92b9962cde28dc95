using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Oracle;

namespace Lifecycle.Tests.Grains.WhatIf;

/// <summary>The fold over two policies says what rating everybody one by one says.</summary>
public sealed class PolicyComparisonTests
{
    private const int Customers = 60;

    private static readonly DateOnly Today = Make.Day("2026-06-15");
    private static readonly ImmutableArray<DateOnly> Days = [Make.Day("2025-12-31"), Make.Day("2026-03-31"), Today];

    [Fact]
    public void EveryMatrixAndBothPortfoliosAreThoseOfRatingOneByOne() => Seeds.Run(25, random =>
    {
        var (customers, before, after) = (Some(random), Make.DefaultPolicy, OtherPolicy.Any(random));
        foreach (var (day, figures) in Days.Zip(Compared(customers, before, after, random).Days))
        {
            var rated = customers.Select(c => (Before: Rater.Rate(c, day, before), After: Rater.Rate(c, day, after))).ToList();
            Assert.Equal((day, before.Version), (figures.Day, figures.Against));
            Assert.Equal(Matrix(rated, r => r.Class), figures.ByClass);
            Assert.Equal(Matrix(rated, r => $"{r.Tier}"), figures.ByTier);
            Assert.Equal(Matrix(rated, r => r.State), SimulatedMove.OfStates(figures.ByClass));
            IsPortfolio(customers, day, before, figures.Before, figures.ByClass.GroupBy(m => m.From), m => m.SalesBefore);
            IsPortfolio(customers, day, after, figures.After, figures.ByClass.GroupBy(m => m.To), m => m.Sales);
        }
    });

    [Fact]
    public void WhoeverMovesOnTheLastDayIsToldOnceWithAllThatExplainsBoth() => Seeds.Run(25, random =>
    {
        var (customers, before, after) = (Some(random), Make.DefaultPolicy, OtherPolicy.Any(random));
        var movers = Compared(customers, before, after, random).Movers.ToDictionary(m => m.CustomerId);
        foreach (var customer in customers)
        {
            var (old, fresh) = (Rater.Rate(customer, Today, before), Rater.Rate(customer, Today, after));
            Assert.Equal(old.Class != fresh.Class || old.Tier != fresh.Tier, movers.Remove(customer.Id, out var mover));
            if (mover is not null)
            {
                var (packed, other) = (PackedMeasures.Unpack(mover.MeasuresBefore), PackedMeasures.Unpack(mover.MeasuresAfter ?? mover.MeasuresBefore));
                Assert.Equal((old, fresh), (Rater.Rate(before, packed), Rater.Rate(after, other)));
                Assert.Equal((old.Class, old.Tier, old.ScoreHundredths), (mover.ClassBefore, mover.TierBefore, mover.ScoreBefore));
                Assert.Equal((fresh.Class, fresh.Tier, fresh.ScoreHundredths), (mover.ClassAfter, mover.TierAfter, mover.ScoreAfter));
                Assert.Equal((fresh.Measures.InWindow.Current.Sales, fresh.Measures.Receivable), (mover.Sales, mover.Receivable));
                Assert.Equal(customer.Profile.Manager.At(Today), mover.Manager);
            }
        }

        Assert.Empty(movers);
    });

    [Fact]
    public void AlertsAreThoseOfEverybodyAlsoOfThoseWhoStay() => Seeds.Run(25, random =>
    {
        var (customers, before, after) = (Some(random), Make.DefaultPolicy, OtherPolicy.Any(random));
        foreach (var (day, figures) in Days.Zip(Compared(customers, before, after, random).Days))
        {
            var expected = customers.SelectMany(c =>
            {
                var ratings = new BothRatings(Rater.Rate(c, day, before), Rater.Rate(c, day, after));
                var (from, to) = (Standing.Of(ratings.Before, null, c.Profile), Standing.Of(ratings.After, null, c.Profile));
                return RaisedAlerts.Between(ratings, from, to, before.Document.Alerts, after.Document.Alerts)
                    .Select(alert => (c.Profile.Manager.At(day), alert.Kind, alert.Severity));
            });
            Assert.Equal(
                expected.GroupBy(a => a).OrderBy(g => g.Key).Select(g => (g.Key, g.LongCount())),
                figures.Alerts.Select(a => ((a.Manager, a.Kind, a.Severity), a.Count)));
        }
    });

    [Fact]
    public void TheBacktestIsThereOnceItsDayHasComeAndCountsOneByOne() => Seeds.Run(25, random =>
    {
        var (customers, before, after) = (Some(random), Make.DefaultPolicy, OtherPolicy.Any(random));
        var figures = Compared(customers, before, after, random).Days;
        Assert.Null(figures[1].Backtest);
        Assert.Null(figures[2].Backtest);
        var checkedOn = Days[0].AddDays(90);
        var overdue = customers.Where(c => Rater.Rate(c, checkedOn, before).Measures.Overdue > 0).ToList();
        Assert.Equal(
            new SimulatedBacktest(checkedOn, overdue.Count, Called(before), Called(after)), figures[0].Backtest);

        Called Called(Policy policy) => new(customers.Count(c => IsBad(c, policy)), overdue.Count(c => IsBad(c, policy)));

        bool IsBad(CustomerState c, Policy policy) => Rater.Rate(c, Days[0], policy).State is "problem" or "deteriorating";
    });

    [Fact]
    public void AgainstItselfNobodyMoves() => Seeds.Run(5, random =>
    {
        var (days, movers) = Compared(Some(random), Make.DefaultPolicy, Make.DefaultPolicy, random);
        Assert.Empty(movers);
        Assert.All(days, day => Assert.All(day.ByClass.Concat(day.ByTier), m => Assert.Equal(m.From, m.To)));
        Assert.All(days, day => Assert.Empty(day.Alerts));
        Assert.All(days, day => Assert.Equal(day.Before.ByClass.AsEnumerable(), day.After.ByClass));
    });

    /// <summary>Added in parts, in any order, and joined.</summary>
    private static (ImmutableArray<SimulatedDay> Days, List<Mover> Movers) Compared(
        List<CustomerState> customers, Policy before, Policy after, Random random)
    {
        var movers = new List<Mover>();
        var parts = Enumerable.Range(0, 3).Select(_ => new PolicyComparison(Days, after, before, Make.DefaultBook, Today, movers.Add)).ToArray();
        foreach (var customer in customers.OrderBy(_ => random.Next()))
        {
            parts[random.Next(2)].Add(customer);
        }

        parts[2].Join(parts[1]);
        parts[2].Join(parts[0]);
        return (parts[2].Days, movers);
    }

    private static IEnumerable<SimulatedMove> Matrix(List<(Rating Before, Rating After)> rated, Func<Rating, string> place) => rated
        .GroupBy(r => (From: place(r.Before), To: place(r.After)))
        .OrderBy(g => g.Key.From, StringComparer.Ordinal).ThenBy(g => g.Key.To, StringComparer.Ordinal)
        .Select(g => new SimulatedMove(
            g.Key.From, g.Key.To, g.Count(), g.Sum(r => (decimal)r.Before.Measures.InWindow.Current.Sales),
            g.Sum(r => (decimal)r.After.Measures.InWindow.Current.Sales), g.Sum(r => (decimal)r.After.Measures.Receivable)));

    /// <summary>One side is the portfolio of the day under its policy, and what the matrix sums up to on that side.</summary>
    private static void IsPortfolio(
        List<CustomerState> customers, DateOnly day, Policy policy, SimulatedPortfolio side, IEnumerable<IGrouping<string, SimulatedMove>> matrix,
        Func<SimulatedMove, decimal> sales)
    {
        var alone = new PortfolioAsOf(day, new([policy]));
        customers.ForEach(alone.Add);
        var portfolio = alone.Figures;
        Assert.Equal(portfolio.Total, side.Total);
        Assert.Equal(portfolio.By(c => c.Class), Parts(side.ByClass).Select(p => (p.Key!, p.Sum)));
        Assert.Equal(portfolio.By(c => $"{c.Tier}"), Parts(side.ByTier).Select(p => (p.Key!, p.Sum)));
        Assert.Equal(portfolio.By(c => c.Manager), Parts(side.ByManager));
        Assert.Equal(portfolio.By(c => c.Region), Parts(side.ByRegion));
        Assert.Equal(portfolio.By(c => Rating.StateOf(c.Class)), Parts(side.ByState()).Select(p => (p.Key!, p.Sum)));
        Assert.Equal(
            portfolio.By(c => c.Class).Select(p => (p.Key, p.Sum.Customers, p.Sum.Sales, p.Sum.Receivable)),
            matrix.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(m => m.Customers), g.Sum(sales), g.Sum(m => m.Receivable))));

        static IEnumerable<(string? Key, CellSum Sum)> Parts(IEnumerable<SimulatedPart> parts) => parts.Select(p => (p.Key, p.Sum));
    }

    private static List<CustomerState> Some(Random random) =>
    [
        .. Enumerable.Range(0, Customers).Select(i => (FromOracle.State(RichRandom.Any(random, Today)) with { Id = $"c{i}" })
            .With("2020-01-01", new() { Manager = new(i % 4 == 0 ? null : $"m{i % 3}"), Region = new(i % 5 == 0 ? null : "华东") })
            .With("2026-04-01", new() { Manager = i % 7 == 0 ? new("m9") : default })),
    ];
}
