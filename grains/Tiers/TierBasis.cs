using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>What decides the tier in force.</summary>
public enum TierBy : byte
{
    /// <summary>The points of the day.</summary>
    Points,

    /// <summary>The points of the latest review day.</summary>
    Review,

    /// <summary>Somebody's hand.</summary>
    Hand,

    /// <summary>What was approved, or held when approvals began.</summary>
    Approval,
}

/// <summary>Why the tier in force is what it is.</summary>
/// <param name="Tier">The tier that was decided, before a cap of the state; 0 where the points decide.</param>
/// <param name="Day">By hand: the last day. By a review: its day.</param>
/// <param name="Reason">By hand: why.</param>
public readonly record struct TierBasis(TierBy By, int Tier, DateOnly Day, string? Reason)
{
    /// <summary>By a review: its day.</summary>
    public DateOnly? ReviewedOn => By == TierBy.Review ? Day : null;

    /// <summary>By hand: the last day.</summary>
    public DateOnly? Until => By == TierBy.Hand ? Day : null;

    /// <summary>As it is kept beside a rating; null: the points decide.</summary>
    public string? Stored() => By == TierBy.Points ? null : JsonSerializer.Serialize(this);

    /// <summary>What <see cref="Stored"/> gave.</summary>
    public static TierBasis Read(string? stored) => stored is null ? default : JsonSerializer.Deserialize<TierBasis>(stored);

    /// <summary>The word of the interface.</summary>
    public string Word => By switch
    {
        TierBy.Hand => "hand",
        TierBy.Review => "review",
        TierBy.Approval => "approval",
        _ => "points",
    };
}
