namespace Lifecycle.Grains;

/// <summary>What was decided about tiers as bytes, and back: the end of a <see cref="PackedState"/>.</summary>
internal static class PackedTiers
{
    /// <param name="format">From 6 on the day of a first tier may be missing; before, the format says whether it is.</param>
    public static void Write(PackWriter pack, Tiers tiers, byte format)
    {
        pack
            .History(tiers.ByHand, static (p, hand) => p.Maybe(hand, static (q, h) => q.Number(h.Tier).Day(h.Until).Text(h.Reason)))
            .History(tiers.Approved, static (p, tier) => p.MaybeNumber(tier))
            .Maybe(tiers.Proposal, static (p, o) => p.Number(o.Number).Number(o.From).Number(o.To).Day(o.OpenedOn).Day(o.ExpiresOn))
            .Maybe(tiers.Declined, static (p, d) => p.Number(d.Tier).Day(d.On));
        if (format >= 6)
        {
            pack.MaybeDay(tiers.FirstOn);
        }
        else if (tiers.FirstOn is { } first)
        {
            pack.Day(first);
        }
    }

    public static Tiers Read(PackReader pack) => new(
        pack.History<HandTier?>(static p => p.Flag() ? new(p.Int(), p.Day(), p.Text()) : null))
    {
        Approved = pack.History(static p => p.MaybeInt()),
        Proposal = pack.Flag() ? new(pack.Number(), pack.Int(), pack.Int(), pack.Day(), pack.Day()) : null,
        Declined = pack.Flag() ? new(pack.Int(), pack.Day()) : null,
        FirstOn = pack.Format >= 6 ? pack.MaybeDay() : pack.Format >= 5 ? pack.Day() : null,
    };
}
