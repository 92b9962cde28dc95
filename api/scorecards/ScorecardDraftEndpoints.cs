using Lifecycle.Api.Policies;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Scorecards;

/// <summary>Scorecards on their way: written, checked, published.</summary>
public static class ScorecardDraftEndpoints
{
    private const int MostBody = 1 << 18;
    private const string At = "/scorecards/{name}/versions/{version}";

    /// <summary>Maps the endpoints.</summary>
    public static void MapScorecardDrafts(this IEndpointRouteBuilder routes)
    {
        routes.MapPut(At, Put)
            .WithMetadata(new RequestSizeLimitAttribute(MostBody))
            .Accepts<object>("application/json")
            .Produces<ScorecardResource>().Produces<ScorecardResource>(StatusCodes.Status201Created)
            .WithSummary("Writes a draft, the version after the last published one: the body is the document, perhaps still at fault.");

        routes.MapDelete(At, Delete)
            .WithIfMatch()
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Throws a draft away.");

        routes.MapPost(At + "/validate", Validate)
            .Produces<PolicyCheck>()
            .WithSummary("Every fault of a scorecard, each with a JSON pointer to its place.");

        routes.MapPost(At + "/publish", Publish)
            .WithIfMatch()
            .Produces<ScorecardResource>()
            .WithSummary("Publishes a draft: it never changes again, and is the one that is answered. What was answered before stays.");
    }

    private static async Task<IResult> Put(HttpContext http, IScorecards cards)
    {
        var name = http.Segment(1, "name");
        if (Scorecard.CheckName(name) is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        var json = await DocumentBody.ReadAsync(http.Request, "scorecard", ScorecardReader.LongestDocument);
        var change = await cards.Put(name, Number(http), json, await SeenAsync(http, cards), http.Actor(), http.RequestAborted);
        return change.Card is not { } card ? Problems.Problems.Of(change.Refusal!)
            : change.IsNew ? Results.Created($"/api/v1/scorecards/{name}/versions/{card.Version}", ScorecardResource.Show(card, http))
            : Results.Ok(ScorecardResource.Show(card, http));
    }

    private static async Task<IResult> Delete(HttpContext http, IScorecards cards) =>
        await cards.Discard(http.Segment(1, "name"), Number(http), await SeenAsync(http, cards), http.RequestAborted) is { } refusal
            ? Problems.Problems.Of(refusal)
            : Results.NoContent();

    private static async Task<IResult> Validate(HttpContext http, IScorecards cards)
    {
        if (await cards.Find(http.Segment(1, "name"), Number(http), http.RequestAborted) is not { } card)
        {
            return Problems.Problems.Of(Scorecard.Unknown);
        }

        var faults = ScorecardReader.Read(card.Json).Faults;
        return Results.Ok(new PolicyCheck(faults.IsEmpty, faults));
    }

    private static async Task<IResult> Publish(HttpContext http, IScorecards cards)
    {
        var change = await cards.Publish(http.Segment(1, "name"), Number(http), await SeenAsync(http, cards), http.Actor(), http.RequestAborted);
        return change switch
        {
            { Card: { } card } => Results.Ok(ScorecardResource.Show(card, http)),
            { Faults.IsEmpty: false } => Problems.Problems.Of(change.Refusal!, change.Faults),
            _ => Problems.Problems.Of(change.Refusal!),
        };
    }

    /// <summary>The version in the address.</summary>
    internal static int Number(HttpContext http) =>
        PolicyEndpoints.Number(http.Segment(3, "version")) is { } number and > 0 ? number : throw new RefusedException(Scorecard.Unknown);

    /// <summary>The revision that the sender has seen; that of whatever is there for <c>If-Match: *</c>.</summary>
    private static async Task<long?> SeenAsync(HttpContext http, IScorecards cards)
    {
        var (expected, mustExist) = Preconditions.Of(http.Request);
        return !mustExist ? expected
            : (await cards.Find(http.Segment(1, "name"), Number(http), http.RequestAborted))?.Revision ?? throw new RefusedException(Preconditions.Failed);
    }
}
