namespace Lifecycle.Grains;

/// <summary>Which tier is in force (section 5): set by hand, or approved, or as of the latest review, or by the points of the day.</summary>
public static class TierInForce
{
    /// <summary>A rating by the points of its day, with the tier in force on it.</summary>
    /// <param name="policies">Give the version of an earlier review day; null: <paramref name="policy"/> is asked about every day.</param>
    public static Rating Of(CustomerState customer, in Rating rating, Policy policy, PolicyBook? policies)
    {
        var basis = BasisOn(customer, rating.Day, policy);
        return basis.By switch
        {
            TierBy.Hand => rating with { Tier = basis.Tier, Basis = basis },
            TierBy.Approval => rating with { Tier = policy.Document.Tier.Capped(basis.Tier, rating.State), Basis = basis },
            TierBy.Review => Asked(customer, rating, policy, policies),
            _ => rating,
        };
    }

    /// <summary>What decides the tier on a day, without measuring anything: the tier that a review gave is not known yet.</summary>
    public static TierBasis BasisOn(CustomerState customer, DateOnly day, Policy policy)
    {
        var (tiers, review) = (customer.Tiers, policy.Document.Tier.Review);
        return tiers.HandOn(day) is { } hand ? new(TierBy.Hand, hand.Tier, hand.Until, hand.Reason)
            : review.NeedsApproval && tiers.ApprovedOn(day) is { } approved ? new(TierBy.Approval, approved, day, null)
            : review.IsCalendar ? new(TierBy.Review, 0, ReviewedOn(customer, day, review), null)
            : default;
    }

    /// <summary>The rating with the tier that points or review ask for, whatever was set by hand or approved.</summary>
    internal static Rating Asked(CustomerState customer, in Rating rating, Policy policy, PolicyBook? policies)
    {
        var rules = policy.Document.Tier;
        if (!rules.Review.IsCalendar)
        {
            return rating with { Tier = rules.Capped(rating.TierComputed, rating.State), Basis = default };
        }

        var on = ReviewedOn(customer, rating.Day, rules.Review);
        var tier = on == rating.Day ? rating.TierComputed : Rater.ComputedTier(customer, on, policies?.InForceOn(on) ?? policy);
        return rating with { Tier = rules.Capped(tier, rating.State), Basis = new(TierBy.Review, tier, on, null) };
    }

    /// <summary>The latest review day; for a customer that came after it, its first day.</summary>
    private static DateOnly ReviewedOn(CustomerState customer, DateOnly day, TierReview review)
    {
        var latest = review.LatestUpTo(day);
        return customer.FirstDay(day) is { } first && first > latest ? first : latest;
    }
}
