using Lifecycle.Api.Jobs;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Care.Campaigns;

/// <summary>What a campaign would have decided about everybody.</summary>
/// <param name="Revision">Of the draft that was rehearsed.</param>
/// <param name="IsCurrent">Whether the campaign still is that revision, and its templates have the same words.</param>
/// <param name="AsOf">The moment that it was decided as of.</param>
/// <param name="Audience">How many messages were decided about.</param>
/// <param name="Decisions">By outcome, reason and variant; they add up to <paramref name="Audience"/>.</param>
/// <param name="Samples">What some of the scheduled messages would say, on the facts of now.</param>
public sealed record RehearsalResource(
    long Revision, bool IsCurrent, DateTimeOffset AsOf, DateTimeOffset MadeAt, long Audience, IReadOnlyList<OutcomeCount> Decisions,
    IReadOnlyList<SampleMessage> Samples);

/// <summary>What a message would say.</summary>
public sealed record SampleMessage(
    string CustomerId, int Contact, string Channel, string? Variant, string Language, string Subject, string Text, string Html);

/// <summary>Rehearsals of campaigns: long work, run as the job <c>rehearse</c>.</summary>
public static class RehearsalEndpoints
{
    private const int MostSamples = 10;

    private const string Counts = """
        SELECT outcome, reason, variant, count(*) FROM care_rehearsal_decision WHERE campaign_id = $1 AND attempt = $2 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """;

    // Of both texts, where there are two.
    private const string Waiting = """
        SELECT customer_id, contact_id, channel FROM (
            SELECT customer_id, contact_id, channel, row_number() OVER (PARTITION BY variant ORDER BY customer_id, contact_id, channel) AS place
            FROM care_rehearsal_decision
            WHERE campaign_id = $1 AND attempt = $2 AND outcome IN ('scheduled', 'held') AND channel <> 'task') numbered
        ORDER BY place, customer_id, contact_id, channel LIMIT $3
        """;

    private static readonly Refusal NotRehearsed = new("rehearsal-not-found", "The campaign was not rehearsed.", "id");

    /// <summary>Maps the endpoints.</summary>
    public static void MapRehearsals(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/care/campaigns/{id}/rehearse", Post)
            .Produces<RunResource>(StatusCodes.Status202Accepted)
            .WithSummary("Rehearses a draft on everybody with the code that the run decides with. Nothing is planned or sent.");

        routes.MapGet("/care/campaigns/{id}/rehearsal", Get)
            .Produces<RehearsalResource>()
            .WithSummary("What the last rehearsal found: numbers, reasons, and what messages would say.");
    }

    private static async Task<IResult> Post(HttpContext http, ICampaigns campaigns, IJobRuns runs, ISchedule schedule, IRequestKeys keys, TimeProvider time)
    {
        if (await campaigns.Find(http.Segment(2, "id"), http.RequestAborted) is not { } campaign)
        {
            return Problems.Problems.Of(CareCampaign.Unknown);
        }

        if (campaign.Status != CampaignStatus.Draft)
        {
            return Problems.Problems.Of(CareCampaign.NotDraft);
        }

        return await JobEndpoints.BeginAsync(IRehearsals.Job, campaign.Id, http, schedule, runs, keys, time);
    }

    private static async Task<IResult> Get(
        HttpContext http, ICampaigns campaigns, IRehearsals rehearsals, ICareBook book, ICareSamples samples, NpgsqlDataSource database, IBusinessClock clock)
    {
        var ct = http.RequestAborted;
        if (await campaigns.Find(http.Segment(2, "id"), ct) is not { } campaign)
        {
            return Problems.Problems.Of(CareCampaign.Unknown);
        }

        if (await rehearsals.Find(campaign.Id, ct) is not { } rehearsal)
        {
            return Problems.Problems.Of(NotRehearsed);
        }

        var counts = await OutcomeCount.ReadAsync(database, Counts, ct, campaign.Id, rehearsal.Attempt);
        var isCurrent = rehearsal.Revision == campaign.Revision && rehearsal.Words == campaign.Words;
        return Results.Ok(new RehearsalResource(
            rehearsal.Revision, isCurrent, rehearsal.AsOf, rehearsal.MadeAt, counts.Sum(c => c.Count), counts,
            isCurrent ? await SamplesAsync(campaign, rehearsal, book, samples, database, clock.Now, ct) : []));
    }

    /// <summary>Nothing of a message is kept: it is made again, of whom the rehearsal would have written to.</summary>
    private static async Task<IReadOnlyList<SampleMessage>> SamplesAsync(
        CareCampaign campaign, Rehearsal rehearsal, ICareBook book, ICareSamples samples, NpgsqlDataSource database, DateTimeOffset now, CancellationToken ct)
    {
        var keys = new List<CareKey>(MostSamples);
        await using (var command = database.CreateCommand(Waiting))
        {
            command.Parameters.Add(new() { Value = campaign.Id });
            command.Parameters.Add(new() { Value = rehearsal.Attempt });
            command.Parameters.Add(new() { Value = MostSamples });
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                keys.Add(new(row.GetString(0), row.GetInt32(1), Grains.Occasions.Campaign, campaign.Id, row.GetString(2)));
            }
        }

        var live = await book.Programme(ct);
        var programme = new CareProgramme([.. live.Rules.Where(rule => rule.Campaign != campaign.Id), campaign.Rule], live.Cap);
        var facts = (await book.Read([.. keys.Select(k => k.CustomerId).Distinct()], CareSpan.Since(now), ct)).ToDictionary(f => f.Customer.Id, StringComparer.Ordinal);
        var shown = new List<SampleMessage>(keys.Count);
        foreach (var key in keys)
        {
            // Whoever is gone since, or has no address any more, is no sample.
            if (facts.TryGetValue(key.CustomerId, out var of) && of.Contact(key.ContactId) is { } contact && CareChannels.AddressOf(contact, key.Channel) is not null
                && campaign.Rule.Audience.Includes(of.Customer) && campaign.Rule.Audience.Of(of.Person).Contains(contact)
                && CareDeciding.Decide(key, of, programme, now, before: null) is var decision && samples.Render(decision, campaign.Rule, of) is { } text)
            {
                shown.Add(new(key.CustomerId, key.ContactId, key.Channel, decision.Variant, text.Language, text.Subject, text.Text, text.Html));
            }
        }

        return shown;
    }
}
