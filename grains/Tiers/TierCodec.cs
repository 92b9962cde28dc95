using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lifecycle.Grains;

/// <summary>Events about tiers as (type, JSON), in the words of the timeline, which shows them as they are.</summary>
internal static class TierCodec
{
    /// <summary>With this begins the type of every event about tiers.</summary>
    public const string Prefix = "tier-";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    // What is nested in an event is stored flat: people read this.
    public static (string Type, string Payload) Encode(TierEvent happened) => happened switch
    {
        TierSet e => ("tier-set", Write(new Set(e.On, e.Hand.Tier, e.Hand.Until, e.Hand.Reason))),
        TierProposed e => ("tier-proposed", Write(Proposed.Of(e))),
        TierSetEnded e => ("tier-set-ended", Write(e)),
        TierHeld e => ("tier-held", Write(e)),
        TierReleased e => ("tier-released", Write(e)),
        TierApproved e => ("tier-approved", Write(e)),
        TierRejected e => ("tier-rejected", Write(e)),
        TierProposalExpired e => ("tier-proposal-expired", Write(e)),
        TierProposalWithdrawn e => ("tier-proposal-withdrawn", Write(e)),
        TierSettled e => ("tier-settled", Write(e)),
        _ => throw new InvalidOperationException($"No stored form for {happened.GetType().Name}."),
    };

    public static TierEvent Decode(string type, string payload) => type switch
    {
        "tier-set" => Read<Set>(payload).Event,
        "tier-proposed" => Read<Proposed>(payload).Event,
        "tier-set-ended" => Read<TierSetEnded>(payload),
        "tier-held" => Read<TierHeld>(payload),
        "tier-released" => Read<TierReleased>(payload),
        "tier-approved" => Read<TierApproved>(payload),
        "tier-rejected" => Read<TierRejected>(payload),
        "tier-proposal-expired" => Read<TierProposalExpired>(payload),
        "tier-proposal-withdrawn" => Read<TierProposalWithdrawn>(payload),
        "tier-settled" => Read<TierSettled>(payload),
        _ => throw new InvalidDataException($"An event of the unknown type {type}."),
    };

    private static string Write<T>(T stored) => JsonSerializer.Serialize(stored, Options);

    private static T Read<T>(string payload) => JsonSerializer.Deserialize<T>(payload, Options)!;

    private sealed record Set(DateOnly On, int Tier, DateOnly Until, string Reason)
    {
        public TierSet Event => new(On, new(Tier, Until, Reason));
    }

    private sealed record Proposed(DateOnly On, long Number, int From, int To, DateOnly OpenedOn, DateOnly ExpiresOn)
    {
        public TierProposed Event => new(On, new(Number, From, To, OpenedOn, ExpiresOn));

        public static Proposed Of(TierProposed e) =>
            new(e.On, e.Proposal.Number, e.Proposal.From, e.Proposal.To, e.Proposal.OpenedOn, e.Proposal.ExpiresOn);
    }
}
