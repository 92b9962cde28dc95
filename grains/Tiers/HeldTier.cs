namespace Lifecycle.Grains;

/// <summary>With which tier a customer begins when changes wait for approval.</summary>
internal static class HeldTier
{
    /// <summary>A first tier takes effect at once, as does one under a tier set by hand; any other stays as it was.</summary>
    /// <param name="asked">The tier that points or review ask for, before a cap.</param>
    /// <param name="posted">What was posted before the commit.</param>
    public static TierHeld Of(CustomerState customer, DateOnly day, int asked, PolicyBook policies, Movements posted) =>
        customer.Tiers.FirstOn == day || customer.Standing is not { } before || IsFirst(customer, before, policies, posted)
            ? new(day, asked, IsFirst: true)
            : new(day, Before(customer, before, policies));

    /// <summary>
    /// Rated under approvals nothing is held for a prospect alone. A sweep that changes nothing is not written, so that the
    /// standing may be older than approvals: then what was posted by then tells, not how far back the first posting is dated.
    /// </summary>
    private static bool IsFirst(CustomerState customer, Standing before, PolicyBook policies, Movements posted) =>
        customer.Tiers.HandOn(before.RatedOn) is not null
        || policies.Find(before.PolicyVersion)?.Document.Tier.Review.NeedsApproval == true
        || !(posted.FirstDay <= before.RatedOn);

    /// <summary>The tier of the latest rating before, without the cap of the state that it had.</summary>
    private static int Before(CustomerState customer, Standing before, PolicyBook policies)
    {
        if (policies.Find(before.PolicyVersion) is not { } policy)
        {
            return before.Tier;
        }

        if (!policy.Document.Tier.Review.IsCalendar)
        {
            return before.TierComputed;
        }

        var reviewed = TierInForce.ReviewedOn(customer, before.RatedOn, policy.Document.Tier.Review);

        // A review of long ago may lie in what is compacted; then the tier in force is the best that is known.
        return customer.Movements.CannotRate(reviewed) ? before.Tier : Rater.ComputedTier(customer, reviewed, policies.InForceOn(reviewed));
    }
}
