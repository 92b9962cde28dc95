using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Whether every complete card lands in a band, and every band can be reached.</summary>
internal static class BandChecks
{
    public static void Check(DocumentNode node, ImmutableArray<CardBand> bands, ImmutableArray<CardPart> parts)
    {
        if (!bands.IsEmpty && !bands[^1].AtLeast.IsEmpty)
        {
            node.Fault("The last band has no bounds, so that every card lands in one.");
        }

        var nodes = node.Items().ToList();
        for (var i = 0; i < bands.Length; i++)
        {
            if (bands[i].AtLeast.FirstOrDefault(bound => bound.Points > Of(parts, bound.Part).Most) is { } tooHigh)
            {
                nodes[i].Fault($"No card reaches it: {tooHigh.Part} is at most {Of(parts, tooHigh.Part).Most:0.##}.");
            }
            else if (Array.FindIndex([.. bands[..i]], earlier => Covers(earlier, bands[i], parts)) is >= 0 and var first)
            {
                nodes[i].Fault($"It never wins: whatever reaches it reaches band {first + 1} ({bands[first].Name}) before it.");
            }
        }
    }

    private static bool Covers(CardBand earlier, CardBand later, ImmutableArray<CardPart> parts) => earlier.AtLeast.All(bound =>
        Math.Max(Of(parts, bound.Part).Least, later.AtLeast.FirstOrDefault(own => own.Part == bound.Part)?.Points ?? decimal.MinValue) >= bound.Points);

    private static CardPart Of(ImmutableArray<CardPart> parts, string name) => parts.First(part => part.Name == name);
}
