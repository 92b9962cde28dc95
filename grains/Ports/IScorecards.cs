using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A version of a scorecard: a draft until it is published, and never changed then.</summary>
/// <param name="Revision">Changes with every change; never the same again, not even for a draft that was thrown away.</param>
/// <param name="Json">The document as it was written; that of a draft may be at fault.</param>
/// <param name="IsCurrent">Whether it is the last that was published: the one that is answered.</param>
public sealed record StoredScorecard(
    string Name, int Version, long Revision, string Json, string ChangedBy, DateTimeOffset ChangedAt, DateTimeOffset? PublishedAt, bool IsCurrent);

/// <summary>How a change ended.</summary>
/// <param name="Card">As it is now; null when it was refused.</param>
/// <param name="Faults">What is wrong with a document that was to be published.</param>
public sealed record ScorecardChange(StoredScorecard? Card, Refusal? Refusal, ImmutableArray<DocumentFault> Faults, bool IsNew = false);

/// <summary>Scorecards and their versions.</summary>
public interface IScorecards
{
    /// <summary>A version, or null.</summary>
    /// <param name="version">Null: the current one.</param>
    Task<StoredScorecard?> Find(string name, int? version, CancellationToken ct);

    /// <summary>Writes a draft, the version after the last published one.</summary>
    /// <param name="seen">The revision that the sender has seen, 0 for none; another one refuses the change. Null: any.</param>
    Task<ScorecardChange> Put(string name, int version, string json, long? seen, string actor, CancellationToken ct);

    /// <summary>Throws a draft away; why not, or null.</summary>
    Task<Refusal?> Discard(string name, int version, long? seen, CancellationToken ct);

    /// <summary>Publishes a draft: from now on it is the one that is answered. Saying it again changes nothing.</summary>
    Task<ScorecardChange> Publish(string name, int version, long? seen, string actor, CancellationToken ct);
}
