namespace Lifecycle.Grains;

/// <summary>What was decided about tiers as bytes, and back: the end of a <see cref="PackedState"/>.</summary>
internal static class PackedTiers
{
    public static void Write(PackWriter pack, Tiers tiers) => pack
        .History(tiers.ByHand, static (p, hand) => p.Maybe(hand, static (q, h) => q.Number(h.Tier).Day(h.Until).Text(h.Reason)));

    public static Tiers Read(PackReader pack) => new(
        pack.History<HandTier?>(static p => p.Flag() ? new(p.Int(), p.Day(), p.Text()) : null));
}
