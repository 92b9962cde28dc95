using System.Globalization;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Policies;

/// <summary>Versions of the standard, read.</summary>
public static class PolicyEndpoints
{
    private const string List = "policies";

    /// <summary>The refusal for a version that there is not.</summary>
    internal static Refusal Unknown { get; } = new("policy-not-found", "There is no policy of this version.", "version");

    /// <summary>Maps the endpoints.</summary>
    public static void MapPolicies(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/policies", GetMany)
            .Produces<Page<PolicyResource>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("Policies by their version, drafts among them.");

        routes.MapGet("/policies/schema", () => Results.Text(PolicyReader.SchemaJson, "application/schema+json"))
            .Produces<object>(StatusCodes.Status200OK, "application/schema+json")
            .WithSummary("The JSON Schema of policy documents.");

        routes.MapGet("/policies/{version}", Get)
            .Produces<PolicyResource>()
            .WithSummary("A policy by its version, or the current one.");
    }

    /// <summary>A version as it stands in an address; null: none.</summary>
    internal static int? Number(string version) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<IResult> GetMany(
        HttpRequest request, IPolicies policies, IPolicyDrafts drafts, ISimulations simulations, IBusinessClock clock, CancellationToken ct)
    {
        var page = PageRequest.Of(request, List);
        var (after, today) = ((int)(page.After?.Number(0) ?? 0), clock.Today);
        var (book, simulated) = (await policies.Newest(ct), await simulations.Revisions(ct));
        var rows = book.Published.Select(policy => PolicyResource.Of(policy, policies, today))
            .Concat((await drafts.After(after, page.Limit + 1, ct)).Select(draft => PolicyResource.Of(draft, simulated)))
            .Where(policy => policy.Version > after).OrderBy(policy => policy.Version).Take(page.Limit + 1)
            .Select(policy => (new[] { policy.Version.ToString(CultureInfo.InvariantCulture) }, policy))
            .ToList();
        return Results.Ok(Page<PolicyResource>.Of(rows, page.Limit, List));
    }

    private static async Task<IResult> Get(
        string version, HttpContext http, IPolicies policies, IPolicyDrafts drafts, ISimulations simulations, IBusinessClock clock, CancellationToken ct)
    {
        var (book, today) = (await policies.Newest(ct), clock.Today);
        var published = version == "current"
            ? book.InForceOn(today)
            : Number(version) is { } number ? book.Find(number) : null;
        if (published is not null)
        {
            return Results.Ok(PolicyResource.Of(published, policies, today));
        }

        return Number(version) is { } draft && await drafts.Find(draft, ct) is { } found
            ? DraftEndpoints.Show(found, await simulations.Revisions(ct), http)
            : Problems.Problems.Of(Unknown);
    }
}
