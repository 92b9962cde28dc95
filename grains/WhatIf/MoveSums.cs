namespace Lifecycle.Grains;

/// <summary>Sums by where customers stand under two policies, in one respect. Either side's sums follow from them.</summary>
internal sealed class MoveSums<TPlace>
{
    private readonly Dictionary<(TPlace Before, TPlace After), (CellSum Before, CellSum After)> sums = [];

    /// <summary>Every move that somebody makes, in order of the places.</summary>
    public IEnumerable<(TPlace From, TPlace To, CellSum Before, CellSum After)> All =>
        sums.OrderBy(sum => sum.Key).Select(sum => (sum.Key.Before, sum.Key.After, sum.Value.Before, sum.Value.After));

    /// <summary>The places under the policy compared with, in order.</summary>
    public IEnumerable<(TPlace Place, CellSum Sum)> Before => Side(sums.Select(sum => (sum.Key.Before, sum.Value.Before)));

    /// <summary>The places under the simulated policy, in order.</summary>
    public IEnumerable<(TPlace Place, CellSum Sum)> After => Side(sums.Select(sum => (sum.Key.After, sum.Value.After)));

    public void Add(TPlace from, TPlace to, CellSum before, CellSum after)
    {
        var (sumBefore, sumAfter) = sums.GetValueOrDefault((from, to));
        sums[(from, to)] = (sumBefore + before, sumAfter + after);
    }

    public void Join(MoveSums<TPlace> other)
    {
        foreach (var (move, sum) in other.sums)
        {
            Add(move.Before, move.After, sum.Before, sum.After);
        }
    }

    private static IEnumerable<(TPlace Place, CellSum Sum)> Side(IEnumerable<(TPlace Place, CellSum Sum)> side) => side
        .GroupBy(part => part.Place, part => part.Sum, (place, parts) => (Place: place, Sum: CellSum.Of(parts)))
        .OrderBy(part => part.Place);
}
