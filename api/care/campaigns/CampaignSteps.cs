using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Care.Campaigns;

/// <summary>What a company decides about campaigns.</summary>
/// <param name="NeedsApproval">Whether somebody else than the one who wrote a campaign must approve it before it is launched.</param>
public sealed record CampaignSettings(bool NeedsApproval);

/// <summary>Campaigns on their way: approved, launched, paused, resumed, cancelled. Each step can be said again.</summary>
public static class CampaignSteps
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapCampaignSteps(this IEndpointRouteBuilder routes)
    {
        Map(
            routes, "approve", "Approves a draft, and the words of its templates, as If-Match names them: by another than who wrote it last.",
            (http, campaigns, clock, _) => Preconditions.Of(http.Request).Expected is null
                ? Task.FromResult<(CareCampaign?, Refusal?)>((null, Preconditions.Required))
                : StepAsync(http, campaigns, campaign => campaign.Approve(http.Actor(), clock.Now)));

        Map(
            routes, "launch", "Launches a draft that was rehearsed as it is and with the words of now, and approved where that is required. The next planning takes it up.",
            (http, campaigns, clock, settings) =>
                StepAsync(http, campaigns, campaign => campaign.Launch(settings.NeedsApproval, http.Actor(), clock.Today, clock.Now)));

        Map(routes, "pause", "Pauses a campaign: nothing leaves for now. Who has been waiting waits on, until the last day is over.", (http, campaigns, clock, _) =>
            StepAsync(http, campaigns, campaign => campaign.Pause(clock.Today)));

        Map(routes, "resume", "Resumes a campaign: what was held is due again, and drains at the campaign's rate.", async (http, campaigns, clock, _) =>
        {
            var answer = await StepAsync(http, campaigns, campaign => campaign.Resume(clock.Today));
            if (answer.After is { } resumed)
            {
                await campaigns.Wake(resumed.Id, http.RequestAborted);
            }

            return answer;
        });

        Map(routes, "cancel", "Calls a campaign off for good: whoever still waits gets nothing. What has left has left.", async (http, campaigns, clock, _) =>
        {
            var answer = await StepAsync(http, campaigns, campaign => campaign.Cancel(clock.Today));
            if (answer.After is { } cancelled)
            {
                await campaigns.CallOff(cancelled.Id, clock.Now, http.RequestAborted);
            }

            return answer;
        });
    }

    private static void Map(
        IEndpointRouteBuilder routes, string name, string summary,
        Func<HttpContext, ICampaigns, IBusinessClock, CampaignSettings, Task<(CareCampaign? After, Refusal? Refusal)>> step) =>
        routes.MapPost($"/care/campaigns/{{id}}/{name}", async (
                HttpContext http, ICampaigns campaigns, CampaignAnswers answers, IBusinessClock clock, CampaignSettings settings) =>
            {
                var (after, refusal) = await step(http, campaigns, clock, settings);
                return await answers.AnswerAsync(after, refusal, http);
            })
            .WithIfMatch()
            .Produces<CampaignResource>()
            .WithSummary(summary);

    private static Task<(CareCampaign? After, Refusal? Refusal)> StepAsync(
        HttpContext http, ICampaigns campaigns, Func<CareCampaign, (CareCampaign After, Refusal? Refusal)> step) =>
        campaigns.Step(http.Segment(2, "id"), Preconditions.Of(http.Request).Expected, step, http.RequestAborted);
}
