namespace Lifecycle.Grains;

/// <summary>Something decided about the tier in force.</summary>
/// <param name="On">The first day that it is about; ratings as of earlier days stay what they were.</param>
public abstract record TierEvent(DateOnly On) : CustomerEvent;

/// <summary>Somebody set the tier by hand.</summary>
public sealed record TierSet(DateOnly On, HandTier Hand) : TierEvent(On);

/// <summary>Somebody ended a tier set by hand before its time.</summary>
public sealed record TierSetEnded(DateOnly On) : TierEvent(On);
