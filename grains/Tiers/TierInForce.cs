namespace Lifecycle.Grains;

/// <summary>Which tier is in force (section 5): set by hand, or approved, or as of the latest review, or by the points of the day.</summary>
public static class TierInForce
{
    /// <summary>A rating by the points of its day, with the tier in force on it.</summary>
    /// <param name="policies">Give the version of an earlier review day; null: <paramref name="policy"/> is asked about every day.</param>
    public static Rating Of(CustomerState customer, in Rating rating, Policy policy, PolicyBook? policies)
    {
        var basis = BasisOn(customer, rating.Day, policy, isInForce: policies is not null);
        basis = basis.By == TierBy.Review ? Asked(customer, rating, policy, policies) : basis;
        return basis.By switch
        {
            TierBy.Points => rating,
            TierBy.Hand => rating with { Tier = basis.Tier, Basis = basis },
            _ => rating with { Tier = policy.Document.Tier.Capped(basis.Tier, rating.State), Basis = basis },
        };
    }

    /// <summary>What decides the tier on a day, without measuring anything: the tier that a review gave is not known yet.</summary>
    /// <param name="isInForce">Otherwise the policy is only asked about: nothing was approved under it.</param>
    public static TierBasis BasisOn(CustomerState customer, DateOnly day, Policy policy, bool isInForce = true)
    {
        var (tiers, review) = (customer.Tiers, policy.Document.Tier.Review);
        return tiers.HandOn(day) is { } hand ? new(TierBy.Hand, hand.Tier, hand.Until, hand.Reason)
            : isInForce && review.NeedsApproval && tiers.ApprovedOn(day) is { } approved ? new(TierBy.Approval, approved, day, null)
            : review.IsCalendar ? new(TierBy.Review, 0, ReviewedOn(customer, day, review), null)
            : default;
    }

    /// <summary>What points or review ask for, before a cap, whatever was set by hand or approved.</summary>
    internal static TierBasis Asked(CustomerState customer, in Rating rating, Policy policy, PolicyBook? policies)
    {
        var review = policy.Document.Tier.Review;
        if (!review.IsCalendar)
        {
            return new(TierBy.Points, rating.TierComputed, rating.Day, null);
        }

        var on = ReviewedOn(customer, rating.Day, review);
        var tier = on == rating.Day ? rating.TierComputed : Rater.ComputedTier(customer, on, policies?.InForceOn(on) ?? policy);
        return new(TierBy.Review, tier, on, null);
    }

    /// <summary>The latest review day; for a customer that came after it, its first day.</summary>
    internal static DateOnly ReviewedOn(CustomerState customer, DateOnly day, TierReview review)
    {
        var latest = review.LatestUpTo(day);
        return customer.FirstDay(day) is { } first && first > latest ? first : latest;
    }
}
