using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What a rating makes of changes of tier that wait for approval. Rated twice on a day is rated once.</summary>
internal static class TierProposing
{
    /// <summary>What is decided beside a rating, in its order; nothing while changes take effect at once.</summary>
    /// <param name="customer">As it was rated, with the version that it is about to have and the standing from before.</param>
    public static ImmutableArray<TierEvent> After(CustomerState customer, in Rating rating, PolicyBook policies)
    {
        var (policy, day, tiers) = (policies.InForceOn(rating.Day), rating.Day, customer.Tiers);
        if (policy.Document.Tier.Review is not { ExpiresAfterDays: { } patience } review)
        {
            return Released(tiers, day);
        }

        var asked = TierInForce.Asked(customer, rating, policy, policies).Tier;
        var events = ImmutableArray<TierEvent>.Empty;
        if (tiers.ApprovedOn(day) is not { } approved)
        {
            // Who never had a posting is none yet: its tier follows at once.
            if (!rating.Measures.EverPosted)
            {
                return events;
            }

            approved = First(customer, asked, policies);
            events = [new TierHeld(day, approved)];
        }

        var inForce = policy.Document.Tier.Capped(approved, rating.State);
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

    /// <summary>A customer's first tier takes effect at once, as does one under a tier set by hand; any other stays as it was.</summary>
    private static int First(CustomerState customer, int asked, PolicyBook policies) =>
        customer.Standing is not { } before
        || customer.Tiers.HandOn(before.RatedOn) is not null
        || policies.Find(before.PolicyVersion)?.Document.Tier.Review.NeedsApproval == true
            ? asked
            : before.Tier;

    private static bool IsDeclined(Tiers tiers, int asked, DateOnly? review) =>
        tiers.Declined is { } declined && declined.Tier == asked && !(review > declined.On);

    private static ImmutableArray<TierEvent> Released(Tiers tiers, DateOnly day)
    {
        var events = ImmutableArray<TierEvent>.Empty;
        events = tiers.Proposal is { } open ? events.Add(new TierProposalWithdrawn(day, open.Number)) : events;
        return tiers.ApprovedOn(day) is null ? events : events.Add(new TierReleased(day));
    }
}
