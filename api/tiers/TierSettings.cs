using System.Collections.Frozen;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Tiers;

/// <summary>Who may decide about tiers.</summary>
/// <param name="Approvers">Accounts that approve and reject proposals and set tiers by hand; null: everybody who is signed in.</param>
public sealed record TierSettings(FrozenSet<string>? Approvers)
{
    /// <summary>From names separated by commas; null: everybody.</summary>
    public static TierSettings Of(string? names) =>
        new(names?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>The refusal for anybody else, or null.</summary>
    public Refusal? Refuse(HttpContext http) => Approvers?.Contains(http.Actor()) == false
        ? new("approver-required", "Tiers are decided by the accounts that Lifecycle:Tiers:Approvers names.")
        : null;
}
