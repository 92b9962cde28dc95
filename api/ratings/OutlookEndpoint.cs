using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Ratings;

/// <summary>What is near for a customer. Money in currency.</summary>
/// <param name="WayOut">By lever: the smallest change to a better state.</param>
/// <param name="WayDown">By lever: the smallest change to a worse state.</param>
public sealed record OutlookResource(
    string CustomerId, DateOnly AsOf, string State, string Class, IReadOnlyList<NearestChangeResource> WayOut, IReadOnlyList<NearestChangeResource> WayDown);

/// <summary>The smallest change of one kind.</summary>
/// <param name="Lever"><c>repayment</c>, <c>sale</c> or <c>silence</c>.</param>
/// <param name="Amount">Of a repayment or sale.</param>
/// <param name="On">The day of the change: as asked for, or the first day on which silence has changed it.</param>
/// <param name="Through">The last day on which the same amount does the same, if nothing else happens.</param>
/// <param name="To">The class it leads to.</param>
public sealed record NearestChangeResource(string Lever, decimal? Amount, DateOnly On, DateOnly? Through, string To, string Sentence);

/// <summary>The nearest way out and the nearest way down, computed when read.</summary>
public static class OutlookEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapOutlook(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers/{id}/outlook", Get)
            .Produces<OutlookResource>()
            .WithQuery(Query.Day("asOf", "The day to look from; not in the future. Default: today."), Query.Word("language", "en (default) or zh-CN.", "en", "zh-CN"))
            .RequireRateLimiting(RateLimit.Bulk)
            .WithSummary("The smallest single change, a repayment, a sale or days of silence, to a better and to a worse state.");

    private static async Task<IResult> Get(HttpContext http, ICustomerReader reader, IPolicies policies, IBusinessClock clock, CancellationToken ct)
    {
        var id = http.Segment(1, "id");
        var day = http.Request.PastDay("asOf", clock.Today);
        var tongue = http.Request.Tongue();
        var book = await policies.Newest(ct);
        if (await reader.Find(id, book.LooksFrom(day), ct) is not { } customer)
        {
            return Problems.Problems.Of(Customer.Unknown);
        }

        var outlook = Outlooks.Of(customer, day, book, ct);
        return Results.Ok(new OutlookResource(
            id, day, Rating.StateOf(outlook.Class), outlook.Class, [.. outlook.Out.Select(Show)], [.. outlook.Down.Select(Show)]));

        NearestChangeResource Show(NearestChange change) => new(
            change.Lever.ToString().ToLowerInvariant(), change.Cents is { } cents ? Money.Amount(cents) : null, change.On, change.Through, change.To,
            RatingSentences.Of(change, outlook.Class, tongue));
    }

    /// <summary>The language that is asked for; English where none is.</summary>
    internal static Tongue Tongue(this HttpRequest request) => MeasureWords.Read(request.Word("language", "en", "zh-CN"))
        ?? throw new RefusedException(new("invalid-parameter", "language must be en or zh-CN.", "language"));
}
