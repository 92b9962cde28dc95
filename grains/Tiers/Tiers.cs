namespace Lifecycle.Grains;

/// <summary>What people decided about a customer's tier, by the days it is about.</summary>
/// <param name="ByHand">Tiers set by hand; null from the day on which one was ended early.</param>
public sealed record Tiers(History<HandTier?> ByHand)
{
    /// <summary>Nothing was decided.</summary>
    public static Tiers None { get; } = new(default(History<HandTier?>));

    /// <summary>Tiers that hold until another one is approved; null from the day on which changes take effect at once.</summary>
    public History<int?> Approved { get; init; }

    /// <summary>The day on which a first tier was held, while nothing was decided since.</summary>
    public DateOnly? FirstOn { get; init; }

    /// <summary>The change that waits for approval; null: none.</summary>
    public TierProposal? Proposal { get; init; }

    /// <summary>The change that was not approved last, for as long as it must not be proposed again.</summary>
    public DeclinedTier? Declined { get; init; }

    /// <summary>Whether nothing was ever decided.</summary>
    public bool IsEmpty => ByHand.Values.IsEmpty && Approved.Values.IsEmpty && Proposal is null && Declined is null;

    /// <summary>The tier set by hand in force on a day, or null.</summary>
    public HandTier? HandOn(DateOnly day) => Held(ByHand, day) is { } hand && day <= hand.Until ? hand : null;

    /// <summary>The tier that holds on a day until another one is approved; null: none.</summary>
    public int? ApprovedOn(DateOnly day) => Held(Approved, day);

    /// <summary>After something was decided.</summary>
    public Tiers After(TierEvent happened) => happened switch
    {
        TierSet e => this with { ByHand = ByHand.With(e.On, e.Hand) },
        TierSetEnded e => this with { ByHand = ByHand.With(e.On, null) },
        TierHeld e => this with { Approved = Approved.With(e.On, e.Tier), FirstOn = e.IsFirst ? e.On : null },
        TierReleased e => this with { Approved = Approved.With(e.On, null), FirstOn = null, Declined = null },
        TierProposed e => this with { Proposal = e.Proposal, FirstOn = null, Declined = null },
        TierApproved e => this with { Approved = Approved.With(e.On, e.Tier), Proposal = null },
        TierRejected e => this with { Declined = Proposal is { } p ? new(p.To, e.On) : null, Proposal = null },

        // It waited until the day before: a review of the day on which it expires asks anew.
        TierProposalExpired => this with { Declined = Proposal is { } p ? new(p.To, p.ExpiresOn.AddDays(-1)) : null, Proposal = null },
        TierProposalWithdrawn => this with { Proposal = null },
        TierSettled => this with { Declined = null },
        _ => throw new InvalidOperationException($"No evolution for {happened.GetType().Name}."),
    };

    /// <summary>The first day after <paramref name="day"/> on which something decided takes effect or ends.</summary>
    public DateOnly? NextChange(DateOnly day)
    {
        DateOnly? next = null;
        Consider(ByHand.NextChange(day));
        Consider(HandOn(day)?.Until.AddDays(1));
        Consider(Approved.NextChange(day));
        Consider(Proposal?.ExpiresOn);
        return next;

        void Consider(DateOnly? candidate) => next = Days.EarliestAfter(next, candidate, day);
    }

    /// <summary>Without what was decided after a day.</summary>
    public Tiers Until(DateOnly day) => this with { ByHand = ByHand.Until(day, kept: 0), Approved = Approved.Until(day, kept: 0), FirstOn = FirstOn <= day ? FirstOn : null };

    /// <summary>Nothing holds before it was decided: unlike facts of the profile, the first one does not reach back.</summary>
    private static T? Held<T>(History<T> history, DateOnly day) =>
        history.Values is [{ On: var first }, ..] && first <= day ? history.At(day) : default;
}
