using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Postings;

/// <summary>One posting: accept, and take back.</summary>
public static class PostingEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapPostings(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/customers/{id}/postings", Post)
            .Produces<CommandAnswer>()
            .WithSummary("Accepts a posting and re-rates the customer at once.");

        routes.MapPost("/postings/{source}/{externalId}/reversal", Reverse)
            .Accepts<ReversalInput>(isOptional: true, "application/json")
            .Produces<CommandAnswer>()
            .WithSummary("Takes a posting back: it is absent from every measure on every day.");
    }

    private static async Task<IResult> Post(PostingInput input, HttpContext http, ICustomers customers, IBusinessClock clock)
    {
        var customerId = http.Segment(1, "customerId");
        return input.TryRead(customerId, clock.Today, out var posting) is { } refusal
            ? Problems.Problems.Of(refusal)
            : CommandAnswer.Of(await customers.Submit(customerId, new AcceptPosting(clock.Today, posting), http.Origin()));
    }

    private static async Task<IResult> Reverse(HttpContext http, ICustomers customers, IBusinessClock clock)
    {
        var input = await Bodies.ReadOrDefaultAsync<ReversalInput>(http);
        return CommandAnswer.Of(await customers.Reverse(
            http.Segment(1, "source"), http.Segment(2, "externalId"), input.ReleaseKey, clock.Today, http.Origin()));
    }
}

/// <summary>How a posting is taken back.</summary>
public sealed record ReversalInput
{
    /// <summary>Whether the key may be used again.</summary>
    public bool ReleaseKey { get; init; }
}
