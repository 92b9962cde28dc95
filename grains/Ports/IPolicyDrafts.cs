using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A policy that is being written.</summary>
/// <param name="Version">The version that it becomes when it is published.</param>
/// <param name="Revision">Counts its changes.</param>
/// <param name="Json">The document as it was written; it may be at fault.</param>
public sealed record PolicyDraft(
    int Version, long Revision, string Json, string CreatedBy, DateTimeOffset CreatedAt, string ChangedBy, DateTimeOffset ChangedAt);

/// <summary>How a publication ended: with neither a refusal nor faults, it is published.</summary>
/// <param name="Faults">What is wrong with the document.</param>
public sealed record Publication(Refusal? Refusal, ImmutableArray<DocumentFault> Faults);

/// <summary>Policies on their way to publication.</summary>
public interface IPolicyDrafts
{
    /// <summary>Writes a new draft down. With a request key that made one before, that one is the answer.</summary>
    Task<PolicyDraft> Create(string json, string actor, IdempotencyKey? key, CancellationToken ct);

    /// <summary>A draft that is neither published nor discarded, or null.</summary>
    Task<PolicyDraft?> Find(int version, CancellationToken ct);

    /// <summary>The next drafts after a version.</summary>
    Task<IReadOnlyList<PolicyDraft>> After(int version, int limit, CancellationToken ct);

    /// <summary>Replaces the document; null when there is no such draft, or not in the revision that was seen.</summary>
    Task<PolicyDraft?> Change(int version, string json, long? seen, string actor, CancellationToken ct);

    /// <summary>Throws a draft away; false when there is none, or not in the revision that was seen.</summary>
    Task<bool> Discard(int version, long? seen, CancellationToken ct);

    /// <summary>Publishes a draft: it never changes again. No decision under an older book lands behind it.</summary>
    /// <param name="inForceFrom">Its first day, today at the earliest.</param>
    /// <param name="fourEyes">Whether somebody else than the one who wrote it last must publish it.</param>
    Task<Publication> Publish(int version, long? seen, DateOnly inForceFrom, bool fourEyes, string actor, CancellationToken ct);
}
