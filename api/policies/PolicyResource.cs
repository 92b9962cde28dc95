using System.Text.Json;
using Lifecycle.Grains;

namespace Lifecycle.Api.Policies;

/// <summary>A version of the standard.</summary>
/// <param name="Status"><c>draft</c>, <c>scheduled</c>, <c>inForce</c> or <c>superseded</c>.</param>
/// <param name="InForceFrom">Its first day; null for a draft.</param>
/// <param name="ChangedBy">Of a draft: who wrote it last.</param>
/// <param name="Revision">Of a draft: counts its changes, as its ETag does.</param>
/// <param name="SimulatedRevision">Of a draft: the latest revision that was simulated to the end, while that is kept.</param>
public sealed record PolicyResource(
    int Version, string Status, DateOnly? InForceFrom, string? ChangedBy, long? Revision, long? SimulatedRevision, JsonElement Document)
{
    internal static PolicyResource Of(Policy policy, IPolicies policies, DateOnly today) => new(
        policy.Version, PolicyPublishing.Status(policy, policies.Book, today), policy.InForceFrom, null, null, null,
        JsonSerializer.Deserialize<JsonElement>(policies.Json(policy.Version)!));

    /// <param name="simulated">By version: the latest revision that was simulated.</param>
    internal static PolicyResource Of(PolicyDraft draft, IReadOnlyDictionary<int, long> simulated) => new(
        draft.Version, "draft", null, draft.ChangedBy, draft.Revision,
        simulated.TryGetValue(draft.Version, out var revision) ? revision : null, JsonSerializer.Deserialize<JsonElement>(draft.Json));
}

/// <summary>Whether a policy could be published.</summary>
public sealed record PolicyCheck(bool Valid, IReadOnlyList<DocumentFault> Faults);
