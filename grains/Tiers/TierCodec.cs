using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>Events about tiers as (type, JSON), in the words of the timeline, which shows them as they are.</summary>
internal static class TierCodec
{
    /// <summary>With this begins the type of every event about tiers.</summary>
    public const string Prefix = "tier-";

    public static (string Type, string Payload) Encode(TierEvent happened) => happened switch
    {
        TierSet e => ("tier-set", Write(new Set(e.On, e.Hand.Tier, e.Hand.Until, e.Hand.Reason))),
        TierSetEnded e => ("tier-set-ended", Write(e)),
        _ => throw new InvalidOperationException($"No stored form for {happened.GetType().Name}."),
    };

    public static TierEvent Decode(string type, string payload) => type switch
    {
        "tier-set" => Read<Set>(payload) is var set ? new TierSet(set.On, new(set.Tier, set.Until, set.Reason)) : null!,
        "tier-set-ended" => Read<TierSetEnded>(payload),
        _ => throw new InvalidDataException($"An event of the unknown type {type}."),
    };

    private static string Write<T>(T stored) => JsonSerializer.Serialize(stored, JsonSerializerOptions.Web);

    private static T Read<T>(string payload) => JsonSerializer.Deserialize<T>(payload, JsonSerializerOptions.Web)!;

    private sealed record Set(DateOnly On, int Tier, DateOnly Until, string Reason);
}
