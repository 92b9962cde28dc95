using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Ratings;

/// <summary>The rating of a customer as of any day, with all its reasons, computed when read.</summary>
public static class RatingEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRating(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers/{id}/rating", Get)
            .Produces<RatingResource>()
            .WithQuery(Query.Day("asOf", "The day to rate; not in the future. Default: today."), Query.Number("policy", "A published version. Default: the one in force on that day."),
                Query.Word("language", "Of the sentences: en (default) or zh-CN.", "en", "zh-CN"))
            .WithSummary("The rating as of a day (default today), by the policy in force on it or a named version, with every reason.");

    private static async Task<IResult> Get(
        HttpContext http, ICustomerReader reader, IPolicies policies, IBusinessClock clock, NpgsqlDataSource database, CancellationToken ct)
    {
        var id = http.Segment(1, "id");
        var day = http.Request.PastDay("asOf", clock.Today);
        var tongue = http.Request.Tongue();
        var book = await policies.Newest(ct);
        var policy = http.Request.Number("policy") is { } version ? book.Find(version) : book.InForceOn(day);
        if (policy is null)
        {
            return Problems.Problems.Of(new Refusal("policy-not-found", "There is no published policy of this version.", "policy"));
        }

        if (await reader.Find(id, day, ct) is not { } customer)
        {
            return Problems.Problems.Of(Customer.Unknown);
        }

        var rating = Rater.Rate(customer, day, policy);
        var documents = await DecidingDocuments.FindAsync(database, id, rating.Measures, ct);
        return Results.Ok(RatingResource.Of(id, rating, Explanation.Of(policy, rating.Measures), documents, tongue));
    }
}
