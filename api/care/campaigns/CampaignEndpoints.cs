using Lifecycle.Api.Lists;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Care.Campaigns;

/// <summary>Campaigns: written and read.</summary>
public static class CampaignEndpoints
{
    private const string ListName = "campaigns";

    /// <summary>Maps the endpoints.</summary>
    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/care/campaigns", Post)
            .Accepts<RuleResource>("application/json")
            .Produces<CampaignResource>(StatusCodes.Status201Created)
            .WithSummary("Writes the draft of a campaign down.");

        routes.MapGet("/care/campaigns", List)
            .Produces<Page<CampaignItem>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("Campaigns, newest first.");

        routes.MapGet("/care/campaigns/{id}", Get)
            .Produces<CampaignResource>()
            .WithSummary("A campaign, and what was decided so far: the numbers add up to the audience at every moment.");

        routes.MapPut("/care/campaigns/{id}", Put)
            .Accepts<RuleResource>("application/json")
            .Produces<CampaignResource>()
            .WithSummary("Writes a draft anew; a rehearsal or an approval of before does not hold for it.");
    }

    private static async Task<IResult> Post(
        HttpContext http, ICampaigns campaigns, ITemplateBook templates, IBudgets budgets, IRequestKeys keys, CampaignAnswers answers, TimeProvider time)
    {
        var (draft, problem) = await ReadAsync(http, templates, budgets);
        if (draft is null)
        {
            return problem!;
        }

        var (number, reused) = await keys.NewIdAsync(http, time);
        if (reused is not null)
        {
            return Problems.Problems.Of(reused);
        }

        var id = number.ToString("N");
        var campaign = await campaigns.Create(id, draft, http.Actor(), http.RequestAborted);
        return Results.Created($"/api/v1/care/campaigns/{id}", await answers.ShowAsync(campaign, http));
    }

    private static async Task<IResult> List(HttpRequest request, ICampaigns campaigns, IBusinessClock clock, CancellationToken ct)
    {
        var page = PageRequest.Of(request, ListName);
        var after = page.After?.Text(0);
        var rows = (await campaigns.Before(after, page.Limit + 1, ct)).Select(c => (new[] { c.Id }, CampaignItem.Of(c, clock.Today))).ToList();
        return Results.Ok(Page<CampaignItem>.Of(rows, page.Limit, ListName));
    }

    private static async Task<IResult> Get(HttpContext http, ICampaigns campaigns, CampaignAnswers answers) =>
        await campaigns.Find(http.Segment(2, "id"), http.RequestAborted) is { } campaign
            ? Results.Ok(await answers.ShowAsync(campaign, http))
            : Problems.Problems.Of(CareCampaign.Unknown);

    private static async Task<IResult> Put(
        HttpContext http, ICampaigns campaigns, ITemplateBook templates, IBudgets budgets, CampaignAnswers answers, IBusinessClock clock)
    {
        var (draft, problem) = await ReadAsync(http, templates, budgets);
        if (draft is null)
        {
            return problem!;
        }

        var (after, refusal) = await campaigns.Step(
            http.Segment(2, "id"), Preconditions.Of(http.Request).Expected, campaign => campaign.Write(draft, http.Actor(), clock.Now), http.RequestAborted);
        return await answers.AnswerAsync(after, refusal, http);
    }

    private static async Task<(CampaignDraft? Draft, IResult? Problem)> ReadAsync(HttpContext http, ITemplateBook templates, IBudgets budgets)
    {
        var json = await DocumentBody.ReadAsync(http.Request, "care-rule", CareRuleReader.LongestDocument);
        var (draft, faults) = CareRuleReader.Campaign(json, RuleReading.Templates(templates));
        if (draft is null)
        {
            return (null, Problems.Problems.Of(RuleReading.Invalid, faults));
        }

        await RuleReading.CheckBudgetAsync(draft.Rule, budgets, http.RequestAborted);
        return (draft, null);
    }
}
