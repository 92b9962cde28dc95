using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Prospects;

/// <summary>A prospect as people send it.</summary>
public sealed record ProspectInput
{
    /// <summary>As people call them.</summary>
    public required string Name { get; init; }
}

/// <summary>The customer that a prospect became.</summary>
public sealed record BecameInput
{
    /// <summary>A registered customer.</summary>
    public required string CustomerId { get; init; }
}

/// <summary>A prospect as clients see it.</summary>
/// <param name="Name">Null once it is erased.</param>
/// <param name="CustomerId">The customer that it became, or null.</param>
public sealed record ProspectResource(string Id, string? Name, string? CustomerId);

/// <summary>One prospect: write down, read, erase, make a customer.</summary>
public static class ProspectEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapProspects(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/prospects/{id}", Put)
            .Produces<ProspectResource>().Produces<ProspectResource>(StatusCodes.Status201Created)
            .WithSummary("Writes a prospect down, or gives it another name.");

        routes.MapGet("/prospects/{id}", Get)
            .Produces<ProspectResource>()
            .WithSummary("A prospect, and the customer that it became.");

        routes.MapDelete("/prospects/{id}", Erase)
            .WithIfMatch()
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Erases the name of a prospect. Its id and its scorecards stay.");

        routes.MapPost("/prospects/{id}/customer", Become)
            .Produces<ProspectResource>()
            .WithSummary("The prospect became this registered customer: its scorecards are the customer's from now on, history and all.");
    }

    private static async Task<IResult> Put(ProspectInput input, HttpContext http, IProspects prospects)
    {
        var id = http.Segment(1, "id");
        if ((input.Name.Length == 0 ? new Refusal("required", "name is required.", "name") : Text.Check(input.Name, "name")) is { } unfit)
        {
            return Problems.Problems.Of(unfit);
        }

        var (refusal, seen) = await SeenAsync(id, http, prospects);
        var change = refusal is null ? await prospects.Put(id, input.Name, seen, http.RequestAborted) : new(null, IsNew: false, refusal);
        return change.Prospect is { } prospect && change.IsNew
            ? Results.Created($"/api/v1/prospects/{Uri.EscapeDataString(id)}", Show(prospect, http))
            : Answer(change, http);
    }

    private static async Task<IResult> Get(HttpContext http, IProspects prospects) =>
        await prospects.Find(http.Segment(1, "id"), http.RequestAborted) is { } prospect
            ? Results.Ok(Show(prospect, http))
            : Problems.Problems.Of(Prospect.Unknown);

    private static async Task<IResult> Erase(HttpContext http, IProspects prospects)
    {
        var id = http.Segment(1, "id");
        var (refusal, seen) = await SeenAsync(id, http, prospects);
        refusal ??= (await prospects.Erase(id, seen, http.RequestAborted)).Refusal;
        return refusal is null ? Results.NoContent() : Problems.Problems.Of(refusal);
    }

    private static async Task<IResult> Become(BecameInput input, HttpContext http, IProspects prospects, IRequestKeys keys)
    {
        var refusal = Text.CheckId(input.CustomerId, "customerId");
        if (refusal is null && RequestKeys.Of(http) is { } key)
        {
            refusal = await keys.ClaimAsync(key, http.RequestAborted);
        }

        return refusal is null
            ? Answer(await prospects.Become(http.Segment(1, "id"), input.CustomerId, http.Actor(), http.RequestAborted), http)
            : Problems.Problems.Of(refusal);
    }

    // Prospects are never deleted: one that is there stays there.
    private static async Task<(Refusal? Refusal, long? Seen)> SeenAsync(string id, HttpContext http, IProspects prospects)
    {
        var (expected, mustExist) = Preconditions.Of(http.Request);
        return (mustExist && await prospects.Find(id, http.RequestAborted) is null ? Preconditions.Failed : null, expected);
    }

    private static IResult Answer(ProspectChange change, HttpContext http) => change.Prospect is { } prospect
        ? Results.Ok(Show(prospect, http))
        : Problems.Problems.Of(change.Refusal!);

    private static ProspectResource Show(Prospect prospect, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{prospect.Version}\"";
        return new(prospect.Id, prospect.Name, prospect.CustomerId);
    }
}
