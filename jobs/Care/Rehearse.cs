using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Rehearses the campaigns that people ask for: goes through everybody and decides as the run would, without writing anything that lives.</summary>
public sealed class Rehearse(ICampaigns campaigns, IRehearsals rehearsals, ICareBook book, CareMessages messages, IBusinessClock clock) : IJob
{
    /// <inheritdoc/>
    public string Name => IRehearsals.Job;

    /// <inheritdoc/>
    public string Description => "Tries a campaign out on everybody; asked for with POST /care/campaigns/{id}/rehearse.";

    /// <summary>Only when asked.</summary>
    public Task<bool> IsDueAsync(CancellationToken ct) => Task.FromResult(false);

    /// <inheritdoc/>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        // Each attempt by itself, and the last that began counts: of one that was killed, or only thought dead, nothing is left.
        var attempt = Guid.NewGuid();
        if (run.Scope is not { } id || await BeginAsync(id, attempt, ct) is not { } campaign)
        {
            throw new JobFailedException("Which campaign to rehearse is said with POST /care/campaigns/{id}/rehearse.");
        }

        if (campaign.Status != CampaignStatus.Draft)
        {
            throw new JobFailedException("The campaign was launched or cancelled before it could be rehearsed.");
        }

        try
        {
            if (!await rehearsals.Finish(campaign.Id, await RehearseAsync(campaign, attempt, run.Progress, ct), ct))
            {
                throw new JobFailedException("The campaign was launched or cancelled meanwhile, or is being rehearsed again: this rehearsal comes to nothing.");
            }
        }
        catch
        {
            await rehearsals.Discard(campaign.Id, attempt, CancellationToken.None);
            throw;
        }
    }

    private async Task<CareCampaign?> BeginAsync(string id, Guid attempt, CancellationToken ct)
    {
        await rehearsals.Begin(id, attempt, ct);
        return await campaigns.Find(id, ct);
    }

    private async Task<Rehearsal> RehearseAsync(CareCampaign campaign, Guid attempt, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var asOf = clock.Now;
        var live = await book.Programme(ct);
        var rule = campaign.Rule;
        var programme = new CareProgramme([.. live.Rules.Where(other => other.Campaign != campaign.Id), rule], live.Cap);
        var done = 0L;
        await foreach (var page in book.Everybody("", ct))
        {
            var decisions = (await book.Read(page, CareSpan.Since(asOf), ct)).SelectMany(facts => Plan(facts, programme, rule, asOf)).ToList();
            if (decisions.Count > 0)
            {
                await rehearsals.Add(campaign.Id, attempt, decisions, ct);
            }

            progress.Report(new(done += page.Count, null));
        }

        return new(attempt, campaign.Revision, campaign.Words, asOf, clock.Now);
    }

    /// <summary>As the planner does with a campaign that was launched just now.</summary>
    private IEnumerable<CareDecision> Plan(CareFacts facts, CareProgramme programme, CareRule rule, DateTimeOffset now) =>
        CareDeciding.Plan(facts, programme, [rule], clock.Today.AddDays(-1), rule.Days!.Last, now).Select(d => messages.Tried(d, rule, facts));
}
