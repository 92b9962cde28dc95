namespace Lifecycle.Grains;

/// <summary>Something decided about the tier in force.</summary>
/// <param name="On">The first day that it is about; ratings as of earlier days stay what they were.</param>
public abstract record TierEvent(DateOnly On) : CustomerEvent
{
    /// <summary>Whether it follows from what is known and would not be there without it.</summary>
    public virtual bool IsConsequence => true;
}

/// <summary>Somebody set the tier by hand.</summary>
public sealed record TierSet(DateOnly On, HandTier Hand) : TierEvent(On)
{
    /// <inheritdoc/>
    public override bool IsConsequence => false;
}

/// <summary>Somebody ended a tier set by hand before its time.</summary>
public sealed record TierSetEnded(DateOnly On) : TierEvent(On)
{
    /// <inheritdoc/>
    public override bool IsConsequence => false;
}

/// <summary>Changes wait for approval from now on: this tier holds until another one is approved.</summary>
/// <param name="Tier">Before a cap of the state.</param>
/// <param name="IsFirst">It is the customer's first: whatever else comes on that day sets it anew.</param>
public sealed record TierHeld(DateOnly On, int Tier, bool IsFirst = false) : TierEvent(On);

/// <summary>Changes take effect at once from now on.</summary>
public sealed record TierReleased(DateOnly On) : TierEvent(On);

/// <summary>A change waits for approval; of the number of one that waits: it has moved.</summary>
public sealed record TierProposed(DateOnly On, TierProposal Proposal) : TierEvent(On);

/// <summary>Somebody approved a change: it takes effect.</summary>
public sealed record TierApproved(DateOnly On, long Number, int Tier, string? Reason) : TierEvent(On);

/// <summary>Somebody rejected a change.</summary>
public sealed record TierRejected(DateOnly On, long Number, string Reason) : TierEvent(On);

/// <summary>Nobody decided in time.</summary>
public sealed record TierProposalExpired(DateOnly On, long Number) : TierEvent(On);

/// <summary>There is nothing to decide any more.</summary>
public sealed record TierProposalWithdrawn(DateOnly On, long Number) : TierEvent(On);

/// <summary>Points and tier in force agree again: what was declined may be proposed anew.</summary>
public sealed record TierSettled(DateOnly On) : TierEvent(On);
