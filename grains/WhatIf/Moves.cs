using System.Collections.Immutable;
using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>
/// Everybody's places under two policies. Only sums that are answered are kept, each by itself: all combinations would be
/// nearly as many as customers.
/// </summary>
internal sealed class Moves
{
    private readonly MoveSums<string> classes = new();
    private readonly MoveSums<int> tiers = new();
    private readonly MoveSums<string?> managers = new();
    private readonly MoveSums<string?> regions = new();

    public ImmutableArray<SimulatedMove> ByClass => Matrix(classes, place => place);

    public ImmutableArray<SimulatedMove> ByTier => Matrix(tiers, Tier);

    public SimulatedPortfolio Before => Side(classes.Before, tiers.Before, managers.Before, regions.Before);

    public SimulatedPortfolio After => Side(classes.After, tiers.After, managers.After, regions.After);

    public void Add(Standing before, Standing after)
    {
        var (sum, next) = (CellSum.Of(before), CellSum.Of(after));
        classes.Add(before.Class, after.Class, sum, next);
        tiers.Add(before.Tier, after.Tier, sum, next);
        managers.Add(before.Manager, after.Manager, sum, next);
        regions.Add(before.Region, after.Region, sum, next);
    }

    public void Join(Moves other)
    {
        classes.Join(other.classes);
        tiers.Join(other.tiers);
        managers.Join(other.managers);
        regions.Join(other.regions);
    }

    private static string Tier(int tier) => tier.ToString(CultureInfo.InvariantCulture);

    private static ImmutableArray<SimulatedMove> Matrix<TPlace>(MoveSums<TPlace> sums, Func<TPlace, string> say) =>
        [.. sums.All.Select(m => new SimulatedMove(say(m.From), say(m.To), m.After.Customers, m.Before.Sales, m.After.Sales, m.After.Receivable))];

    private static SimulatedPortfolio Side(
        IEnumerable<(string Place, CellSum Sum)> classes, IEnumerable<(int Place, CellSum Sum)> tiers,
        IEnumerable<(string? Place, CellSum Sum)> managers, IEnumerable<(string? Place, CellSum Sum)> regions)
    {
        var byClass = Parts(classes, place => place);
        return new(
            CellSum.Of(byClass.Select(part => part.Sum)), byClass, Parts(tiers, Tier),
            Parts(managers, place => place), Parts(regions, place => place));
    }

    private static ImmutableArray<SimulatedPart> Parts<TPlace>(IEnumerable<(TPlace Place, CellSum Sum)> side, Func<TPlace, string?> say) =>
        [.. side.Select(part => new SimulatedPart(say(part.Place), part.Sum))];
}
