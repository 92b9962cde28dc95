using System.Globalization;
using System.Text.Json;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Policies;

/// <summary>A published policy.</summary>
public sealed record PolicyResource(int Version, DateOnly InForceFrom, JsonElement Document);

/// <summary>Published policies, read only.</summary>
public static class PolicyEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapPolicies(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/policies", (HttpRequest request, IPolicies policies) =>
            {
                var page = PageRequest.Of(request, "policies");
                var rows = policies.Book.Published.Where(p => p.Version > (page.After?.Number(0) ?? 0)).OrderBy(p => p.Version).Take(page.Limit + 1)
                    .Select(p => (new[] { p.Version.ToString(CultureInfo.InvariantCulture) }, Of(p, policies))).ToList();
                return Results.Ok(Page<PolicyResource>.Of(rows, page.Limit, "policies"));
            })
            .Produces<Page<PolicyResource>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("Published policies.");

        routes.MapGet("/policies/{version}", (string version, IPolicies policies, IBusinessClock clock) => Find(version, policies, clock.Today) is { } policy
                ? Results.Ok(Of(policy, policies))
                : Problems.Problems.Of(new Refusal("policy-not-found", "There is no published policy of this version.", "version")))
            .Produces<PolicyResource>()
            .WithSummary("A published policy by its number, or the current one.");
    }

    private static Policy? Find(string version, IPolicies policies, DateOnly today) => version == "current"
        ? policies.Book.InForceOn(today)
        : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? policies.Book.Find(number) : null;

    private static PolicyResource Of(Policy policy, IPolicies policies) =>
        new(policy.Version, policy.InForceFrom, JsonSerializer.Deserialize<JsonElement>(policies.Json(policy.Version)!));
}
