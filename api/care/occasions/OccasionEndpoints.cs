using Lifecycle.Api.Lists;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Care.Occasions;

/// <summary>An occasion and what is set for it.</summary>
/// <param name="Names">Null: it has none but its id.</param>
/// <param name="IsCompanyDate">A day of the company's own, which can be deleted.</param>
/// <param name="IsDefault">Nobody has set anything: it is as the program has it.</param>
public sealed record OccasionResource(string Id, OccasionNames? Names, bool IsCompanyDate, bool IsDefault, RuleResource Rule)
{
    internal static OccasionResource Of(StoredRule stored)
    {
        var rule = stored.Rule;
        return new(
            rule.Occasion, OccasionNames.Of(rule.OccasionNames()), rule.Date is not null, stored.Version == 0, RuleResource.Of(rule));
    }
}

/// <summary>What marketing sets for occasions.</summary>
public static class OccasionEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapOccasions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/care/occasions", List)
            .Produces<Page<OccasionResource>>()
            .WithSummary("Every occasion: birthdays, anniversaries, visits, tiers, festivals, and the company's own days, with what is set for each.");

        routes.MapGet("/care/occasions/{id}", Get)
            .Produces<OccasionResource>()
            .WithSummary("An occasion and what is set for it.");

        routes.MapPut("/care/occasions/{id}", Put)
            .Accepts<RuleResource>("application/json")
            .Produces<OccasionResource>().Produces<OccasionResource>(StatusCodes.Status201Created)
            .WithSummary("Sets an occasion, or makes a day of the company's own. Everybody is decided about again.");

        routes.MapDelete("/care/occasions/{id}", Delete)
            .WithIfMatch()
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Deletes a day of the company's own. What was planned for it is cancelled.");
    }

    /// <summary>The version that a change requires: ETags count from 1, and what nobody has set has version 0.</summary>
    internal static long? Seen(HttpRequest request, bool exists)
    {
        var (expected, mustExist) = Preconditions.Of(request);
        return (mustExist && !exists) || (expected is not null && expected == 0 == exists)
            ? throw new RefusedException(Preconditions.Failed)
            : expected - 1;
    }

    private static async Task<IResult> List(ICareRules rules, CancellationToken ct) =>
        Results.Ok(new Page<OccasionResource>([.. (await rules.All(ct)).Select(OccasionResource.Of)], null));

    private static async Task<IResult> Get(HttpContext http, ICareRules rules) =>
        await rules.Find(http.Segment(2, "id"), http.RequestAborted) is { } stored ? Results.Ok(Show(stored, http)) : Problems.Problems.Of(ICareRules.Unknown);

    private static async Task<IResult> Put(HttpContext http, ICareRules rules, ITemplateBook templates, IBudgets budgets)
    {
        var (id, ct) = (http.Segment(2, "id"), http.RequestAborted);
        var json = await DocumentBody.ReadAsync(http.Request, "care-rule", CareRuleReader.LongestDocument);
        var (rule, faults) = CareRuleReader.Occasion(json, id, RuleReading.Templates(templates));
        if (rule is null)
        {
            return Problems.Problems.Of(RuleReading.Invalid, faults);
        }

        await RuleReading.CheckBudgetAsync(rule, budgets, ct);
        var seen = Seen(http.Request, await rules.Find(id, ct) is not null);
        var (stored, isNew, refusal) = await rules.Put(rule, seen, http.Actor(), ct);
        return stored is null ? Problems.Problems.Of(refusal!)
            : isNew ? Results.Created($"/api/v1/care/occasions/{id}", Show(stored, http))
            : Results.Ok(Show(stored, http));
    }

    private static async Task<IResult> Delete(HttpContext http, ICareRules rules) =>
        await rules.Delete(http.Segment(2, "id"), Seen(http.Request, exists: true), http.RequestAborted) is { } refusal
            ? Problems.Problems.Of(refusal)
            : Results.NoContent();

    private static OccasionResource Show(StoredRule stored, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{stored.Version + 1}\"";
        return OccasionResource.Of(stored);
    }
}
