using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Care.Campaigns;

/// <summary>A message about which the run decided otherwise than the rehearsal.</summary>
/// <param name="Rehearsed">Null: the rehearsal did not know of it.</param>
/// <param name="Decided">What the run decided when it planned; null: it had no such contact in the audience.</param>
public sealed record CampaignDifference(string CustomerId, int Contact, string Channel, OutcomeWithReason? Rehearsed, OutcomeWithReason? Decided);

/// <summary>An outcome, and why.</summary>
public sealed record OutcomeWithReason(string Outcome, string? Reason);

/// <summary>Where the run of a campaign differs from its rehearsal: the world has changed in between.</summary>
public static class DifferenceList
{
    private static readonly Refusal NotPlanned =
        new("campaign-not-planned", "Not everybody was gone through since the campaign was launched, or is today; ask again in a while.", "id");

    private static readonly SortColumns Columns = new("customer", "contact", "channel")
    {
        ["customer"] = new("v.customer_id", "text"),
        ["contact"] = new("v.contact_id", "int"),
        ["channel"] = new("v.channel", "text"),
    };

    private const string Compared = """
        (SELECT coalesce(r.customer_id, d.customer_id) AS customer_id, coalesce(r.contact_id, d.contact_id) AS contact_id,
            coalesce(r.channel, d.channel) AS channel, r.outcome AS rehearsed, r.reason AS rehearsed_reason, d.planned, d.planned_reason
        FROM (
            SELECT * FROM care_rehearsal_decision
            WHERE campaign_id = $1 AND attempt = (SELECT attempt FROM care_rehearsal WHERE campaign_id = $1)) r
        FULL JOIN (SELECT * FROM care_decision WHERE occasion = 'campaign' AND occurrence = $1) d
            ON d.customer_id = r.customer_id AND d.contact_id = r.contact_id AND d.channel = r.channel
        WHERE (r.outcome, r.reason) IS DISTINCT FROM (d.planned, d.planned_reason)) v
        """;

    private static readonly ListQuery<CampaignDifference> Differences = new(
        "v.customer_id, v.contact_id, v.channel, v.rehearsed, v.rehearsed_reason, v.planned, v.planned_reason", Compared, Read)
    {
        Counted = "count(*) FROM " + Compared,
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapCampaignDifferences(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/care/campaigns/{id}/differences", List)
            .Produces<Page<CampaignDifference>>()
            .WithQuery(Query.Limit, Query.After, Query.Count, Query.Sort(Columns.Names))
            .WithSummary("Every message about which the run decided otherwise, when it planned, than the rehearsal.");

    private static async Task<IResult> List(HttpContext http, ICampaigns campaigns, CampaignAnswers answers, NpgsqlDataSource database)
    {
        var ct = http.RequestAborted;
        if (await campaigns.Find(http.Segment(2, "id"), ct) is not { } campaign)
        {
            return Problems.Problems.Of(CareCampaign.Unknown);
        }

        // A campaign that was cancelled is planned no further: of those whom it did not come to, nothing can be said.
        var isPlanned = await answers.IsPlannedAsync(campaign, ct);
        if (campaign.LaunchedAt is null || (!isPlanned && campaign.Status != CampaignStatus.Cancelled))
        {
            return Problems.Problems.Of(NotPlanned);
        }

        var list = SortedList.Of(http.Request, "campaign-differences", Columns);
        await using var command = database.CreateCommand();
        command.Parameters.Add(new() { Value = campaign.Id });
        return await list.AnswerAsync(Differences, database, command, isPlanned ? "true" : "v.planned IS NOT NULL", ct);
    }

    private static CampaignDifference Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt32(1), row.GetString(2), Outcome(row, 3), Outcome(row, 5));

    private static OutcomeWithReason? Outcome(NpgsqlDataReader row, int column) =>
        row.Text(column) is { } outcome ? new(outcome, row.Text(column + 1)) : null;
}
