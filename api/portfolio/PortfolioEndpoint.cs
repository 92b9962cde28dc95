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
            .WithQuery(Query.Day("asOf", "The day to look at; not in the future. Absent: live, or the day of knownAt."), KnownDays.Parameter)
            .WithSummary("The portfolio live, or as of a day: from everything known now, or from what was known at the end of a day, with what was corrected since.");

    private static async Task<IResult> Get(
        HttpRequest request, ILivePortfolio live, IPastFigures past, IBusinessClock clock, CancellationToken ct)
    {
        if (request.Text("asOf") is null && request.Text("knownAt") is null)
        {
            var (figures, pending) = await live.Read(clock.Today, ct);
            return Results.Ok(PortfolioResource.Of(clock.Today, pending, figures));
        }

        var (day, knownAt) = request.KnownDay("asOf", clock);
        var waiting = await live.CountPending(day, ct);
        if (knownAt is not { } known)
        {
            return Results.Ok(PortfolioResource.Of(day, waiting, await past.PortfolioOf(day, ct)));
        }

        var twice = await past.AskTwice(("portfolio", day), day, day, known, (then, now) => new PortfolioTwice(day, then, now), ct);
        return Results.Ok(PortfolioResource.Of(day, waiting, twice.Then) with
        {
            KnownAt = known.Day,
            CorrectedSince = PortfolioCorrection.Of(twice),
        });
    }
}
