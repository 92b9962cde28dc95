using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// What a rating makes of changes of tier that wait for approval. Rated twice on a day is rated once. All tiers here are
/// those before a cap: a state that passes decides nothing.
/// </summary>
internal static class TierProposing
{
    /// <summary>What is decided beside a rating, in its order; nothing while changes take effect at once.</summary>
    /// <param name="customer">As it was rated, with the version that it is about to have and the standing from before.</param>
    /// <param name="posted">What was posted before the commit.</param>
    public static ImmutableArray<TierEvent> After(CustomerState customer, in Rating rating, PolicyBook policies, Movements posted)
    {
        var (policy, day, tiers) = (policies.InForceOn(rating.Day), rating.Day, customer.Tiers);

        // Who has no posting, or none that was not taken back, is a prospect: its tier follows at once.
        if (policy.Document.Tier.Review is not { ExpiresAfterDays: { } patience } review || !rating.Measures.EverPosted)
        {
            return Released(tiers, day);
        }

        var asked = TierInForce.Asked(customer, rating, policy, policies).Tier;
        var events = ImmutableArray<TierEvent>.Empty;

        // All that comes on the day of a first tier is part of it: how it falls into commits must not matter.
        if (tiers.ApprovedOn(day) is not { } inForce || (tiers.FirstOn == day && inForce != asked))
        {
            var held = HeldTier.Of(customer, day, asked, policies, posted);
            events = [held];
            inForce = held.Tier;
        }

        var isByHand = tiers.HandOn(day) is not null;
        if (tiers.Proposal is { } open)
        {
            if (day < open.ExpiresOn)
            {
                return isByHand || asked == inForce ? events.Add(new TierProposalWithdrawn(day, open.Number))
                    : (open.From, open.To) == (inForce, asked) ? events
                    : events.Add(new TierProposed(day, open with { From = inForce, To = asked, ExpiresOn = day.AddDays(patience) }));
            }

            var expired = new TierProposalExpired(day, open.Number);
            (events, tiers) = (events.Add(expired), tiers.After(expired));
        }

        if (asked == inForce)
        {
            return tiers.Declined is null ? events : events.Add(new TierSettled(day));
        }

        return isByHand || IsDeclined(tiers, asked, review.IsCalendar ? review.LatestUpTo(day) : null)
            ? events
            : events.Add(new TierProposed(day, new(customer.Version, inForce, asked, day, day.AddDays(patience))));
    }

    private static bool IsDeclined(Tiers tiers, int asked, DateOnly? review) =>
        tiers.Declined is { } declined && declined.Tier == asked && !(review > declined.On);

    private static ImmutableArray<TierEvent> Released(Tiers tiers, DateOnly day)
    {
        var events = ImmutableArray<TierEvent>.Empty;
        events = tiers.Proposal is { } open ? events.Add(new TierProposalWithdrawn(day, open.Number)) : events;
        return tiers.ApprovedOn(day) is null ? events : events.Add(new TierReleased(day));
    }
}
