using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// What the components of a score contribute, with 2 decimals that add up to the score as it is shown: whoever adds the lines of
/// an account expects its total. Each is rounded down, and what is missing goes to those that lost most (largest remainder).
/// </summary>
internal static class Contributions
{
    private const decimal Hundredth = 0.01m;

    public static ImmutableArray<decimal> Shown(ImmutableArray<decimal> exact)
    {
        var shown = exact.Select(one => decimal.Round(one, 2, MidpointRounding.ToZero)).ToArray();
        var missing = (int)((Total(exact) - shown.Sum()) / Hundredth);
        foreach (var i in Enumerable.Range(0, shown.Length).OrderByDescending(i => exact[i] - shown[i]).Take(missing))
        {
            shown[i] += Hundredth;
        }

        return [.. shown];
    }

    /// <summary>The sum as a score is shown; nearly halves are halves, as where scores are made.</summary>
    private static decimal Total(ImmutableArray<decimal> exact) => decimal.Round(decimal.Round(exact.Sum(), 20), 2, MidpointRounding.AwayFromZero);
}
