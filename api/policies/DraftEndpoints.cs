using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Policies;

/// <summary>When and how a draft is published.</summary>
public sealed record PublicationInput
{
    /// <summary>Its first day, today at the earliest.</summary>
    public required DateOnly InForceFrom { get; init; }
}

/// <summary>Policies on their way: written, checked, published.</summary>
public static class DraftEndpoints
{
    private const int MostBody = 1 << 20;

    private static Refusal Published { get; } = new("policy-published", "This version is published; it never changes again.", "version");

    /// <summary>Maps the endpoints.</summary>
    public static void MapPolicyDrafts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/policies", Post)
            .WithMetadata(new RequestSizeLimitAttribute(MostBody))
            .Accepts<object>("application/json")
            .Produces<PolicyResource>(StatusCodes.Status201Created)
            .WithSummary("Writes a draft down: the body is the document, perhaps still at fault.");

        routes.MapPut("/policies/{version}", Put)
            .WithMetadata(new RequestSizeLimitAttribute(MostBody))
            .Accepts<object>("application/json")
            .Produces<PolicyResource>()
            .WithSummary("Replaces the document of a draft.");

        routes.MapDelete("/policies/{version}", Delete)
            .WithIfMatch()
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Throws a draft away.");

        routes.MapPost("/policies/{version}/validate", Validate)
            .Produces<PolicyCheck>()
            .WithSummary("Every fault of a policy, each with a JSON pointer to its place.");

        routes.MapPost("/policies/{version}/publish", Publish)
            .WithIfMatch()
            .Produces<PolicyResource>()
            .WithSummary("Publishes a draft from a day on: it never changes again. Everybody is compared with it when the day has come.");
    }

    /// <summary>The answer to a document at fault.</summary>
    internal static IResult Invalid(IEnumerable<DocumentFault> faults) => Problems.Problems.Of(PolicyPublishing.Invalid, faults);

    /// <summary>A draft, with what If-Match needs.</summary>
    internal static IResult Show(PolicyDraft draft, IReadOnlyDictionary<int, long> simulated, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{draft.Revision}\"";
        return Results.Ok(PolicyResource.Of(draft, simulated));
    }

    private static async Task<IResult> Post(
        HttpContext http, IPolicies policies, IPolicyDrafts drafts, ISimulations simulations, IRequestKeys keys, IBusinessClock clock,
        CancellationToken ct)
    {
        var json = await DocumentBody.ReadAsync(http.Request, "policy", PolicyValidation.LongestDocument);
        var key = RequestKeys.Of(http);
        if (key is not null && await keys.ClaimAsync(key, ct) is { } reused)
        {
            return Problems.Problems.Of(reused);
        }

        var draft = await drafts.Create(json, http.Actor(), key, ct);
        if ((await policies.Newest(ct)).Find(draft.Version) is { } published)
        {
            // The request came again, and what it made has been published since.
            return Results.Created($"/api/v1/policies/{draft.Version}", PolicyResource.Of(published, policies, clock.Today));
        }

        http.Response.Headers.ETag = $"\"{draft.Revision}\"";
        return Results.Created($"/api/v1/policies/{draft.Version}", PolicyResource.Of(draft, await simulations.Revisions(ct)));
    }

    private static async Task<IResult> Put(
        string version, HttpContext http, IPolicies policies, IPolicyDrafts drafts, ISimulations simulations, CancellationToken ct)
    {
        var json = await DocumentBody.ReadAsync(http.Request, "policy", PolicyValidation.LongestDocument);
        return await FindAsync(version, policies, drafts, ct) is { } refusal ? Problems.Problems.Of(refusal)
            : await drafts.Change(PolicyEndpoints.Number(version)!.Value, json, Preconditions.Of(http.Request).Expected, http.Actor(), ct) is { } changed
                ? Show(changed, await simulations.Revisions(ct), http)
                : Problems.Problems.Of(await FindAsync(version, policies, drafts, ct) ?? PolicyPublishing.Changed);
    }

    private static async Task<IResult> Delete(string version, HttpContext http, IPolicies policies, IPolicyDrafts drafts, CancellationToken ct) =>
        await FindAsync(version, policies, drafts, ct) is { } refusal ? Problems.Problems.Of(refusal)
        : await drafts.Discard(PolicyEndpoints.Number(version)!.Value, Preconditions.Of(http.Request).Expected, ct) ? Results.NoContent()
        : Problems.Problems.Of(PolicyPublishing.Changed);

    private static async Task<IResult> Validate(string version, IPolicies policies, IPolicyDrafts drafts, CancellationToken ct)
    {
        var json = PolicyEndpoints.Number(version) is { } number ? policies.Json(number) ?? (await drafts.Find(number, ct))?.Json : null;
        if (json is null)
        {
            return Problems.Problems.Of(PolicyEndpoints.Unknown);
        }

        var faults = PolicyValidation.Check(json);
        return Results.Ok(new PolicyCheck(faults.IsEmpty, faults));
    }

    private static async Task<IResult> Publish(
        string version, PublicationInput input, HttpContext http, IPolicies policies, IPolicyDrafts drafts, IBusinessClock clock, PolicySettings settings,
        CancellationToken ct)
    {
        if (await FindAsync(version, policies, drafts, ct) is { } refusal)
        {
            // A request that comes again finds what it has done.
            return PolicyEndpoints.Number(version) is { } done && policies.Book.Find(done) is { } there && there.InForceFrom == input.InForceFrom
                ? Results.Ok(PolicyResource.Of(there, policies, clock.Today))
                : Problems.Problems.Of(refusal);
        }

        var (number, seen) = (PolicyEndpoints.Number(version)!.Value, Preconditions.Of(http.Request).Expected);
        if (settings.FourEyes && seen is null)
        {
            return Problems.Problems.Of(Preconditions.Required);
        }

        var publication = await drafts.Publish(
            number, seen, input.InForceFrom, settings.FourEyes, http.Actor(), ct);
        return publication switch
        {
            { Faults: { IsEmpty: false } faults } => Invalid(faults),
            { Refusal: { } refused } => Problems.Problems.Of(refused),
            _ => Results.Ok(PolicyResource.Of((await policies.Newest(ct)).Find(number)!, policies, clock.Today)),
        };
    }

    /// <summary>Why there is no such draft, or null.</summary>
    private static async Task<Refusal?> FindAsync(string version, IPolicies policies, IPolicyDrafts drafts, CancellationToken ct) =>
        PolicyEndpoints.Number(version) is not { } number ? PolicyEndpoints.Unknown
        : await drafts.Find(number, ct) is not null ? null
        : (await policies.Newest(ct)).Find(number) is not null ? Published
        : PolicyEndpoints.Unknown;
}

/// <summary>What a company decides about policies.</summary>
/// <param name="FourEyes">Whether somebody else than the one who wrote a draft must publish it.</param>
public sealed record PolicySettings(bool FourEyes);
