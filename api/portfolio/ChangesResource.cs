using Lifecycle.Grains;

namespace Lifecycle.Api.Portfolio;

/// <summary>What moved the portfolio between what was reported on one day and what is known now of another.</summary>
/// <param name="PolicyFrom">The version in force on the first day.</param>
/// <param name="PolicyTo">The version in force on the second day.</param>
public sealed record ChangesResource(
    DateOnly From, DateOnly To, int PolicyFrom, int PolicyTo, ChangesPart Total, IReadOnlyList<ChangesPart> ByState, IReadOnlyList<ChangesPart> ByClass,
    IReadOnlyList<ChangesPart> ByTier, IReadOnlyList<ChangesPart> ByManager, IReadOnlyList<ChangesPart> ByRegion)
{
    /// <summary>From the attribution between two days.</summary>
    public static ChangesResource Of(DateOnly from, DateOnly to, Attribution attribution)
    {
        return new(
            from, to, attribution.Policies.Before, attribution.Policies.After,
            ChangesPart.Of(null, attribution.Before.Total, attribution.After.Total, cause => attribution.By(cause).Total),
            Parts(PortfolioKeys.State), Parts(PortfolioKeys.Class), Parts(PortfolioKeys.Tier), Parts(PortfolioKeys.Manager), Parts(PortfolioKeys.Region));

        List<ChangesPart> Parts(Func<Cell, string?> key) => [.. ChangesPart.Of(attribution, key)];
    }
}

/// <summary>The whole or a part of the portfolio before and after, and what each cause moved: they add up exactly.</summary>
public sealed record ChangesPart(
    string? Key, PortfolioSum Before, PortfolioSum After, FigureChange Change, FigureMove NewBusiness, FigureMove Behaviour, FigureMove PassingTime,
    FigureMove LatePostings, FigureMove ChangedPolicy)
{
    /// <summary>The parts by a key, in its order, the missing key first.</summary>
    public static IEnumerable<ChangesPart> Of(Attribution attribution, Func<Cell, string?> key)
    {
        var before = attribution.Before.By(key).ByKey();
        var after = attribution.After.By(key).ByKey();
        var moves = Enum.GetValues<Cause>().Select(cause => attribution.By(cause).By(key).ByKey()).ToArray();
        return moves.Append(before).Append(after).SelectMany(sums => sums.Select(sum => sum.Key)).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(part => Of(part, before.Sum(part), after.Sum(part), cause => moves[(int)cause].Sum(part)));
    }

    /// <summary>From the sums of cells, in cents and hundredths.</summary>
    public static ChangesPart Of(string? key, CellSum before, CellSum after, Func<Cause, CellSum> moved)
    {
        return new(
            key, PortfolioSum.Of(before), PortfolioSum.Of(after), FigureChange.Of(key, before, after),
            Moved(Cause.NewBusiness), Moved(Cause.Behaviour), Moved(Cause.PassingTime), Moved(Cause.LatePostings), Moved(Cause.ChangedPolicy));

        FigureMove Moved(Cause cause) => FigureMove.Of(moved(cause));
    }
}

/// <summary>Figures of the portfolio or a part of it. Money in currency.</summary>
/// <param name="ScoreSum">Of all customers.</param>
public sealed record PortfolioSum(long Customers, decimal Sales, decimal Receivable, decimal Overdue, decimal ScoreSum, decimal? MeanScore)
{
    /// <summary>From the sums of cells, in cents and hundredths.</summary>
    public static PortfolioSum Of(CellSum sum) =>
        new(sum.Customers, sum.Sales / 100m, sum.Receivable / 100m, sum.Overdue / 100m, sum.Score / 100m, PortfolioPart.Mean(sum));
}

/// <summary>What a cause moved. Money in currency.</summary>
/// <param name="ScoreSum">Of all customers: sums add up, means do not.</param>
public sealed record FigureMove(long Customers, decimal Sales, decimal Receivable, decimal Overdue, decimal ScoreSum)
{
    /// <summary>From the sums of cells, in cents and hundredths.</summary>
    public static FigureMove Of(CellSum sum) => new(sum.Customers, sum.Sales / 100m, sum.Receivable / 100m, sum.Overdue / 100m, sum.Score / 100m);
}
