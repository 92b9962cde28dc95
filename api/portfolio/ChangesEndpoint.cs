using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Portfolio;

/// <summary>What moved the portfolio between two days.</summary>
public static class ChangesEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPortfolioChanges(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/portfolio/changes", Get)
            .Produces<ChangesResource>()
            .WithQuery(
                Query.Day("from", "The earlier day, by what was known at its end. Default: a month before the later."),
                Query.Day("to", "The later day, by what is known now; not in the future. Default: today."))
            .WithSummary("What moved the figures between two days: new business, behaviour, passing time, late postings and a changed policy, adding up exactly.");

    private static async Task<IResult> Get(HttpRequest request, IPastFigures past, IBusinessClock clock, CancellationToken ct)
    {
        var to = request.PastDay("to", clock.Today);
        var from = request.PastDay("from", clock.Today, otherwise: to.AddMonths(-1));
        return from > to
            ? Problems.Problems.Of(new Refusal("invalid-span", "from lies after to.", "from"))
            : Results.Ok(ChangesResource.Of(from, to, await past.ChangesBetween(from, to, clock, ct)));
    }
}
