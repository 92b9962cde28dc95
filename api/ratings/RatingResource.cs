using System.Text.Json.Serialization;
using Lifecycle.Grains;

namespace Lifecycle.Api.Ratings;

/// <summary>A rating with all its reasons. Money in currency, rates as fractions.</summary>
/// <param name="Class">In force.</param>
/// <param name="ClassComputed">What the rules say of the day: another one where the move to it waits.</param>
/// <param name="Sentences">The same in plain sentences.</param>
/// <param name="TierBy">What decides the tier in force: <c>points</c> of the day, the latest <c>review</c>, an <c>approval</c>, or somebody's <c>hand</c>.</param>
/// <param name="TierReviewedOn">By review: its day.</param>
/// <param name="TierUntil">By hand: the last day.</param>
/// <param name="TierReason">By hand: why.</param>
/// <param name="Documents">By measure: the posting that alone decides it, where there is one.</param>
public sealed record RatingResource(
    string CustomerId, DateOnly AsOf, int PolicyVersion, int EngineVersion, string State, string Class, string ClassComputed, decimal Score, int Tier, int TierComputed,
    decimal TierPoints, string TierBy, DateOnly? TierReviewedOn, DateOnly? TierUntil, string? TierReason, IReadOnlyDictionary<string, object?> Measures, IReadOnlyDictionary<string, DocumentResource> Documents,
    IReadOnlyList<RuleResource> Rules, IReadOnlyList<ComponentResource> ScoreComponents, IReadOnlyList<ComponentResource> TierComponents,
    IReadOnlyList<string> Sentences)
{
    /// <summary>Where a move waits: the day from which its days are counted.</summary>
    public DateOnly? ClassSince { get; init; }

    /// <summary>Where a move waits for days to pass: the first on which it may be made.</summary>
    public DateOnly? WaitsUntil { get; init; }

    /// <summary>Where a move waits: the conditions that must hold as well.</summary>
    public IReadOnlyList<TermResource>? WaitsFor { get; init; }

    /// <summary>The day at whose end this was known; null: it is what is known now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? KnownAt { get; init; }

    /// <summary>Where it is what was known on a day: what has been corrected since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RatingCorrection? CorrectedSince { get; init; }

    /// <summary>A rating and its explanation.</summary>
    public static RatingResource Of(string customerId, Rating rating, Explanation explanation, IReadOnlyDictionary<string, DocumentResource> documents, Tongue tongue) => new(
        customerId, rating.Day, rating.PolicyVersion, Rater.EngineVersion, rating.State, rating.Class, rating.ClassComputed, rating.ScoreHundredths / 100m,
        rating.Tier, rating.TierComputed, decimal.Round(rating.TierPoints, 2, MidpointRounding.AwayFromZero),
        rating.Basis.Word, rating.Basis.ReviewedOn, rating.Basis.Until, rating.Basis.Reason,
        explanation.Measures.ToDictionary(m => m.Measure.Name(), m => m.Value),
        documents,
        [.. explanation.Rules.Select(r => new RuleResource(r.Class, r.Holds, TermResource.Of(r.Conditions)))],
        [.. explanation.ScoreComponents.Select(ComponentResource.Of)],
        [.. explanation.TierComponents.Select(ComponentResource.Of)],
        RatingSentences.Of(rating, explanation, tongue))
    {
        ClassSince = rating.ClassBasis.Entry is null ? null : rating.ClassBasis.Since,
        WaitsUntil = rating.ClassBasis.WaitsUntil,
        WaitsFor = rating.ClassBasis.Entry is null ? null : TermResource.Of(Explanation.WaitsFor(rating)),
    };
}

/// <summary>A posting, by its key.</summary>
public sealed record DocumentResource(string Source, string ExternalId);

/// <summary>A rule and how it came out.</summary>
public sealed record RuleResource(string Class, bool Holds, IReadOnlyList<TermResource> Conditions);

/// <summary>A component of a score. The value is null when undefined, and scores 0.</summary>
public sealed record ComponentResource(string Measure, object? Value, decimal Points, decimal Weight, decimal Contribution)
{
    /// <summary>From the explanation.</summary>
    public static ComponentResource Of(ShownComponent component) =>
        new(component.Measure.Name(), component.Value, component.Points, component.Weight, component.Contribution);
}
