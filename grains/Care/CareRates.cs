namespace Lifecycle.Grains;

/// <summary>
/// When the next message under a rate may leave: each takes the next free place in a row of places a fixed time apart, and comes
/// back when it is there. So what piled up over night, or while a campaign was paused, drains at the rate.
/// </summary>
/// <param name="freeAt">The next free place by scope; changed by taking one.</param>
public sealed class CareRates(Dictionary<string, DateTimeOffset> freeAt)
{
    /// <summary>The next free places, as they are now.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> FreeAt => freeAt;

    /// <summary>What a rule's messages share; null: it has no rate.</summary>
    public static string? Scope(CareRule rule) => rule.RatePerMinute is null ? null
        : rule.Campaign is { } campaign ? $"{rule.Occasion}/{campaign}" : rule.Occasion;

    // Places are given no further ahead: a rate that is raised counts soon, and nobody has a place at night.
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(10);

    /// <summary>Takes the next place of a rule.</summary>
    /// <returns>When it is; <paramref name="now"/>: at once; null: none is given now, ask again after the places that are.</returns>
    public DateTimeOffset? Take(CareRule rule, DateTimeOffset now)
    {
        if (Scope(rule) is not { } scope)
        {
            return now;
        }

        var place = freeAt.TryGetValue(scope, out var free) && free > now ? free : now;
        if (place - now > Horizon)
        {
            return null;
        }

        freeAt[scope] = place + (TimeSpan.FromMinutes(1) / rule.RatePerMinute!.Value);
        return place;
    }
}
