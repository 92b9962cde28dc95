using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Tiers;

/// <summary>Who may decide about tiers: whoever has the role that the policy in force names; everybody where it names none.</summary>
public sealed class TierDeciders(IPolicies policies, IEmployees employees, IBusinessClock clock)
{
    /// <summary>The refusal for anybody else, or null.</summary>
    public async Task<Refusal?> RefuseAsync(HttpContext http)
    {
        var policy = (await policies.Newest(http.RequestAborted)).InForceOn(clock.Today);
        return policy.Document.Tier.Review.Role is not { } role || (await employees.Find(http.Actor(), http.RequestAborted))?.Has(role) == true
            ? null
            : new("approver-required", $"Tiers are decided by those who have the role {role}: version {policy.Version} of the policy says so.");
    }
}
