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
                KnownDays.Parameter,
                Query.Word("language", "Of the sentences: en (default) or zh-CN.", "en", "zh-CN"))
            .WithSummary("The rating as of a day (default today), by the policy in force on it or a named version, with every reason; from what is known now, or from what was known at the end of a day, with what was corrected since.");

    private static async Task<IResult> Get(
        HttpContext http, ICustomerReader reader, IHindsight hindsight, IPolicies policies, IBusinessClock clock, NpgsqlDataSource database, CancellationToken ct)
    {
        var id = http.Segment(1, "id");
        var (day, knownAt) = http.Request.KnownDay("asOf", clock);
        var tongue = http.Request.Tongue();
        var asked = http.Request.Number("policy");
        var twice = knownAt is { } known ? await hindsight.Find(id, day, known, ct) : null;
        var book = twice?.PoliciesThen ?? await policies.Newest(ct);
        if (PolicyOf(book) is not { } policy)
        {
            return Problems.Problems.Of(new Refusal("policy-not-found", "There is no published policy of this version.", "policy"));
        }

        if ((knownAt is null ? await reader.Find(id, policy.LooksFrom(day), ct) : twice?.Then) is not { } customer)
        {
            return Problems.Problems.Of(Customer.Unknown);
        }

        var rating = Rater.Rate(customer, day, policy, ByTheBook(book));
        var documents = await DecidingDocuments.FindAsync(database, id, rating.Measures, knownAt, ct);
        return Results.Ok(RatingResource.Of(id, rating, Explanation.Of(policy, rating.Measures), documents, tongue) with
        {
            KnownAt = knownAt?.Day,
            CorrectedSince = twice is null ? null : RatingCorrection.Of(twice, rating, PolicyOf(twice.PoliciesNow)!, ByTheBook(twice.PoliciesNow)),
        });

        Policy? PolicyOf(PolicyBook known) => asked is { } version ? known.Find(version) : known.InForceOn(day);

        // A version that was asked for is asked about earlier review days as well.
        PolicyBook? ByTheBook(PolicyBook known) => asked is null ? known : null;
    }
}
