using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Quarantine;

/// <summary>Puts a customer back that was put aside.</summary>
public static class ReleaseEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRelease(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/quarantine/{customerId}/release", Release)
            .Produces<CommandAnswer>()
            .WithSummary("Makes the state of a customer anew from its ledger and its events, verifies it, and puts the customer back; or says why not.");

    private static async Task<IResult> Release(
        HttpContext http, IQuarantine quarantine, ICustomers customers, IBusinessClock clock)
    {
        var (id, ct) = (http.Segment(1, "customerId"), http.RequestAborted);
        var released = await quarantine.Release(id, http.Origin(), ct);
        if (released.Refusal is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        var rated = released.Rated;
        if (rated is { Standing.NextReviewOn: var next } && !(next <= clock.Today))
        {
            // It may have missed a sweep under another policy. Who has missed a day is reviewed by re-rate, day by day.
            var reviewed = await customers.Submit(id, new ReviewRating(clock.Today), new(http.Actor()));
            rated = reviewed.Rated ?? rated;
        }

        return CommandAnswer.Of(released with { Rated = rated });
    }
}
