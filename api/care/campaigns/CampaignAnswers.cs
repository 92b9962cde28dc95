using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Lifecycle.Api.Care.Campaigns;

/// <summary>Shows campaigns.</summary>
/// <param name="book">Knows how far planning is.</param>
public sealed class CampaignAnswers(NpgsqlDataSource database, ICareBook book, IBusinessClock clock)
{
    private const string Decided = """
        SELECT outcome, reason, variant, count(*) FROM care_decision WHERE occasion = 'campaign' AND occurrence = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """;

    /// <summary>What a step came to.</summary>
    internal async Task<IResult> AnswerAsync(CareCampaign? after, Refusal? refusal, HttpContext http) =>
        after is null ? Problems.Problems.Of(refusal!) : Results.Ok(await ShowAsync(after, http));

    /// <summary>A campaign with its numbers and its ETag.</summary>
    internal async Task<CampaignResource> ShowAsync(CareCampaign campaign, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{campaign.Tag}\"";
        var ct = http.RequestAborted;
        var counts = await OutcomeCount.ReadAsync(database, Decided, ct, campaign.Id);
        return new(
            CampaignItem.Of(campaign, clock.Today), RuleResource.Of(campaign.Rule, campaign.Name), await IsPlannedAsync(campaign, ct),
            counts.Sum(c => c.Count), counts);
    }

    /// <summary>Whether nobody of the audience is missing.</summary>
    internal async Task<bool> IsPlannedAsync(CareCampaign campaign, CancellationToken ct) =>
        campaign.IsPlannedOn(clock.Today, await book.Pass(CarePass.Of(campaign.Id), ct));
}
