namespace Lifecycle.Grains;

/// <summary>What people decided about a customer's tier, by the days it is about.</summary>
/// <param name="ByHand">Tiers set by hand; null from the day on which one was ended early.</param>
public sealed record Tiers(History<HandTier?> ByHand)
{
    /// <summary>Nothing was decided.</summary>
    public static Tiers None { get; } = new(default(History<HandTier?>));

    /// <summary>Whether nothing was ever decided.</summary>
    public bool IsEmpty => ByHand.Values.IsEmpty;

    /// <summary>The tier set by hand in force on a day, or null.</summary>
    public HandTier? HandOn(DateOnly day) => Held(ByHand, day) is { } hand && day <= hand.Until ? hand : null;

    /// <summary>After something was decided.</summary>
    public Tiers After(TierEvent happened) => happened switch
    {
        TierSet e => this with { ByHand = ByHand.With(e.On, e.Hand) },
        TierSetEnded e => this with { ByHand = ByHand.With(e.On, null) },
        _ => throw new InvalidOperationException($"No evolution for {happened.GetType().Name}."),
    };

    /// <summary>The first day after <paramref name="day"/> on which something decided takes effect or ends.</summary>
    public DateOnly? NextChange(DateOnly day)
    {
        var next = ByHand.NextChange(day);
        return HandOn(day) is { } hand ? Days.EarliestAfter(next, hand.Until.AddDays(1), day) : next;
    }

    /// <summary>Nothing holds before it was decided: unlike facts of the profile, the first one does not reach back.</summary>
    private static T? Held<T>(History<T> history, DateOnly day) =>
        history.Values is [{ On: var first }, ..] && first <= day ? history.At(day) : default;
}
