using System.Text.Json;
using Lifecycle.Grains;

namespace Lifecycle.Api.Policies;

/// <summary>A version of the standard.</summary>
/// <param name="Status"><c>draft</c>, <c>scheduled</c>, <c>inForce</c> or <c>superseded</c>.</param>
/// <param name="InForceFrom">Its first day; null for a draft.</param>
/// <param name="ChangedBy">Of a draft: who wrote it last.</param>
public sealed record PolicyResource(int Version, string Status, DateOnly? InForceFrom, string? ChangedBy, JsonElement Document)
{
    internal static PolicyResource Of(Policy policy, IPolicies policies, DateOnly today) => new(
        policy.Version, PolicyPublishing.Status(policy, policies.Book, today), policy.InForceFrom, null,
        JsonSerializer.Deserialize<JsonElement>(policies.Json(policy.Version)!));

    internal static PolicyResource Of(PolicyDraft draft) =>
        new(draft.Version, "draft", null, draft.ChangedBy, JsonSerializer.Deserialize<JsonElement>(draft.Json));
}

/// <summary>Whether a policy could be published.</summary>
public sealed record PolicyCheck(bool Valid, IReadOnlyList<PolicyFault> Faults);
