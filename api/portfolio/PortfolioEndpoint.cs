using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Portfolio;

/// <summary>The portfolio, live or as of any day.</summary>
public static class PortfolioEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPortfolio(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/portfolio", Get)
            .Produces<PortfolioResource>()
            .WithQuery(Query.Day("asOf", "The day to look at; not in the future. Absent: live."))
            .WithSummary("The portfolio live, or as of a day: from everything known now, whenever it was recorded.");

    private static async Task<IResult> Get(
        HttpRequest request, ILivePortfolio live, IPastFigures past, IBusinessClock clock, CancellationToken ct)
    {
        if (request.Text("asOf") is null)
        {
            var (figures, pending) = await live.Read(clock.Today, ct);
            return Results.Ok(PortfolioResource.Of(clock.Today, pending, figures));
        }

        var day = request.PastDay("asOf", clock.Today);
        return Results.Ok(PortfolioResource.Of(day, await live.CountPending(day, ct), await past.PortfolioOf(day, ct)));
    }
}
