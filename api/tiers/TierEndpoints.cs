using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Tiers;

/// <summary>A tier as people set it.</summary>
public sealed record TierInput
{
    /// <summary>1 (best) to 4.</summary>
    public required int Tier { get; init; }

    /// <summary>The last day on which it holds; today at the earliest.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Why: at most 500 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>A tier set by hand: for key and strategic customers.</summary>
public static class TierEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapTiers(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/customers/{id}/tier", Set)
            .Produces<CommandAnswer>()
            .WithSummary("Sets the tier by hand from today until a day; until then it wins over points, reviews and caps. Another one takes its place.");

        routes.MapDelete("/customers/{id}/tier", End)
            .Produces<CommandAnswer>()
            .WithSummary("Ends a tier set by hand today: yesterday was its last day.");
    }

    private static async Task<IResult> Set(TierInput input, HttpContext http, ICustomers customers, IBusinessClock clock, TierDeciders deciders)
    {
        var id = http.Segment(1, "id");
        var unfit = SetTier.TryCreate(input.Tier, input.Until, input.Reason, clock.Today, out var command);
        return (await deciders.RefuseAsync(http) ?? unfit) is { } refusal
            ? Problems.Problems.Of(refusal)
            : CommandAnswer.Of(await customers.Submit(id, command, http.Origin()));
    }

    private static async Task<IResult> End(HttpContext http, ICustomers customers, IBusinessClock clock, TierDeciders deciders)
    {
        // A customer that is there is there in some version: what must exist need not be asked for.
        var (id, (expected, _)) = (http.Segment(1, "id"), Preconditions.Of(http.Request));
        return await deciders.RefuseAsync(http) is { } refusal
            ? Problems.Problems.Of(refusal)
            : CommandAnswer.Of(await customers.Submit(id, new EndTier(clock.Today) { ExpectedVersion = expected }, http.Origin()));
    }
}
