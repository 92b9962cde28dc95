using Lifecycle.Api.Care.Campaigns;
using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Care;
using Lifecycle.Store.Care;
using Microsoft.AspNetCore.Http;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Care;

/// <summary>Campaigns over the job that runs them: rehearsed, run, paused, resumed, cancelled.</summary>
public sealed class CampaignTests : IAsyncLifetime
{
    private CareBench bench = null!;
    private Campaigns campaigns = null!;

    public async Task InitializeAsync()
    {
        bench = await CareBench.StartAsync();
        campaigns = new(bench.Host.Database, bench.Saved, bench.Host.Clock);
        await bench.PutAsync("a", Agreeing("a@example.com", true));
        await bench.PutAsync("b", Agreeing("b@example.com", false));
        await bench.PutAsync("c", Agreeing("c@example.com", null));
        await bench.PutAsync("d", Agreeing(null, true));
    }

    public async Task DisposeAsync() => await bench.DisposeAsync();

    [Fact]
    public async Task The_run_decides_as_it_was_rehearsed()
    {
        await LaunchAsync("2026-06-15");
        Assert.Equal("a scheduled, b opted_out, c no_consent, d no_address", await RehearsedAsync());
        Assert.Equal("", await bench.LedgerAsync());

        await bench.RunAsync();
        Assert.Equal("a scheduled, b opted_out, c no_consent, d no_address", await PlannedAsync());
        Assert.Equal("a 1 one sent, b 1 one opted_out consent-refused, c 1 one no_consent consent-missing, d 1 one no_address no-email", await bench.LedgerAsync());
        Assert.Single(bench.Files);
    }

    [Fact]
    public async Task What_was_held_while_paused_leaves_once_it_is_resumed()
    {
        bench.SetClock("2026-06-15 12:00");
        await LaunchAsync("2026-06-16");
        await bench.RunAsync();
        await StepAsync(c => c.Pause(bench.Host.Clock.Today));
        bench.SetClock("2026-06-16 12:00");
        await bench.RunAsync();
        Assert.StartsWith("a 1 one held paused, ", await bench.LedgerAsync(), StringComparison.Ordinal);
        Assert.Empty(bench.Files);

        await StepAsync(c => c.Resume(bench.Host.Clock.Today));
        await campaigns.Wake("one", default);
        await bench.RunAsync();
        Assert.StartsWith("a 1 one sent, ", await bench.LedgerAsync(), StringComparison.Ordinal);
        Assert.Single(bench.Files);
    }

    [Fact]
    public async Task Who_still_waits_for_a_cancelled_campaign_gets_nothing()
    {
        bench.SetClock("2026-06-15 12:00");
        await LaunchAsync("2026-06-16");
        await bench.RunAsync();
        Assert.StartsWith("a 1 one scheduled, ", await bench.LedgerAsync(), StringComparison.Ordinal);
        await StepAsync(c => c.Cancel(bench.Host.Clock.Today));
        await campaigns.CallOff("one", bench.Host.Clock.Now, default);
        Assert.StartsWith("a 1 one cancelled campaign-cancelled, b 1 one opted_out", await bench.LedgerAsync(), StringComparison.Ordinal);

        bench.SetClock("2026-06-16 12:00");
        await bench.RunAsync();
        Assert.Empty(bench.Files);
    }

    [Fact]
    public async Task Everybody_is_gone_through_again_on_each_day_until_the_last()
    {
        bench.SetClock("2026-06-14 12:00");
        await LaunchAsync("2026-06-16");
        Assert.False(await IsPlannedAsync());
        foreach (var moment in new[] { "2026-06-14 12:00", "2026-06-15 12:00", "2026-06-16 12:00", "2026-06-17 12:00" })
        {
            bench.SetClock(moment);
            Assert.False(await IsPlannedAsync());
            await bench.RunAsync();
            Assert.True(await IsPlannedAsync());
        }

        bench.SetClock("2026-06-18 12:00");
        Assert.True(await IsPlannedAsync());
    }

    [Fact]
    public async Task A_campaign_that_is_cancelled_while_it_is_planned_writes_nothing_more()
    {
        await LaunchAsync("2026-06-16");
        var book = new PassingBook(bench.Book) { BeforeDeciding = CancelAsync };
        await CareBench.RunAsync(new(book, bench.Outbox, [bench.Channel], bench.Messages, bench.Host.Clock));
        Assert.Equal("", await bench.LedgerAsync());
        Assert.False((await bench.Book.Pass("campaign/one", default))!.IsDone);
    }

    [Fact]
    public async Task Whoever_cancels_a_campaign_finds_what_a_page_is_just_writing()
    {
        await LaunchAsync("2026-06-16");
        var cancelled = Task.CompletedTask;
        await bench.Book.Decide(["a"], new(2026, 1, 1), (programme, facts) =>
        {
            cancelled = Task.Run(CancelAsync);
            SpinWait.SpinUntil(() => cancelled.IsCompleted || IsWaiting());
            return facts.SelectMany(f => CareDeciding.Plan(f, programme, programme.Rules.Where(r => r.Campaign == "one"), new(2026, 6, 14), new(2026, 6, 16), bench.Host.Clock.Now));
        }, default);
        await cancelled;
        Assert.Equal("a 1 one cancelled campaign-cancelled", await bench.LedgerAsync());

        bool IsWaiting()
        {
            using var command = bench.Host.Database.Readers.CreateCommand(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')");
            return (bool)command.ExecuteScalar()!;
        }
    }

    [Fact]
    public async Task A_campaign_that_is_long_over_is_read_no_more_and_what_still_waited_for_it_came_too_late()
    {
        bench.SetClock("2026-06-15 12:00");
        await LaunchAsync("2026-06-16");
        await bench.RunAsync();
        foreach (var (day, isThere) in new[] { ("2026-07-18", true), ("2026-07-19", false) })
        {
            bench.SetClock(day + " 12:00");
            Assert.Equal(isThere, (await bench.Book.Programme(default)).Rules.Any(r => r.Campaign == "one"));
        }

        await bench.RunAsync();
        Assert.StartsWith("a 1 one expired too-late, b 1 one opted_out", await bench.LedgerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_is_rehearsed_under_its_own_rule_alone()
    {
        await LaunchAsync("2026-06-16");
        var draft = (await campaigns.Find("one", default))! with { Status = CampaignStatus.Draft };
        var rehearse = new Rehearse(new AsRead(campaigns, draft), new Rehearsals(bench.Host.Database), bench.Book, bench.Messages, bench.Host.Clock);

        // It was launched meanwhile, so that the rehearsal comes to nothing; but it got that far.
        await Assert.ThrowsAsync<JobFailedException>(() => rehearse.RunAsync(new JobRun("one", new Progress<JobProgress>()), default));
        Assert.Equal(CampaignStatus.Running, (await campaigns.Find("one", default))!.Status);
    }

    [Fact]
    public async Task Whoever_is_quarantined_is_expected_as_little_as_planned()
    {
        await LaunchAsync("2026-06-16");
        var forecast = new CareForecast(bench.Host.Database, bench.Programmes, bench.Host.Reader, bench.Host.Clock);
        Assert.Equal(new CareCount(4, 1), await CountAsync());
        await TestPostgres.ExecuteAsync(bench.Host.ConnectionString, "INSERT INTO quarantine (customer_id, reason, since) VALUES ('a', 'x', now())");
        Assert.Equal(new CareCount(3, 0), await CountAsync());

        async Task<CareCount> CountAsync() =>
            (await forecast.Count(default)).Tally.Between(new(2026, 6, 16), new(2026, 6, 16)).Single(c => c.Rule.Campaign == "one").Count;
    }

    [Fact]
    public async Task A_campaign_is_launched_only_as_it_was_rehearsed_and_is_done_when_its_days_are()
    {
        await campaigns.Create("one", Draft("2026-06-15"), "writer", default);
        Assert.Equal("campaign-not-rehearsed", (await campaigns.Step("one", null, Launch, default)).Refusal!.Code);
        await RehearseAsync();
        await StepAsync(c => c.Write(Draft("2026-06-16"), "writer", bench.Host.Clock.Now));
        Assert.Equal("campaign-not-rehearsed", (await campaigns.Step("one", null, Launch, default)).Refusal!.Code);
        Assert.Equal("version-mismatch", (await campaigns.Step("one", 1, Launch, default)).Refusal!.Code);
        await RehearseAsync();
        Assert.Equal("campaign-not-approved", (await campaigns.Step("one", null, c => c.Launch(true, "x", bench.Host.Clock.Today, bench.Host.Clock.Now), default)).Refusal!.Code);
        Assert.Equal("four-eyes-required", (await campaigns.Step("one", null, c => c.Approve("writer", bench.Host.Clock.Now), default)).Refusal!.Code);
        await StepAsync(Launch);
        var launched = (await campaigns.Find("one", default))!;
        Assert.Equal(("running", "running", "done"), (launched.StatusOn(new(2026, 6, 16)), launched.StatusOn(new(2026, 6, 17)), launched.StatusOn(new(2026, 6, 18))));
        Assert.Equal("campaign-launched", (await campaigns.Step("one", null, c => c.Write(Draft("2026-06-16"), "w", bench.Host.Clock.Now), default)).Refusal!.Code);
    }

    [Fact]
    public async Task Rules_that_change_while_everybody_is_gone_through_have_them_gone_through_again()
    {
        var rules = new CareRuleStore(bench.Host.Database, bench.Saved, bench.Host.Clock);
        await bench.Book.BeginPass("daily", bench.Host.Clock.Today, default);
        await rules.Put(CareRules.Default("christmas") with { IsOn = true }, null, "somebody", default);
        await bench.Book.SetPass("daily", new(bench.Host.Clock.Today, "d", IsDone: true), default);
        Assert.Null(await bench.Book.Pass("daily", default));
    }

    private async Task CancelAsync()
    {
        await StepAsync(c => c.Cancel(bench.Host.Clock.Today));
        await campaigns.CallOff("one", bench.Host.Clock.Now, default);
    }

    private static Contact Agreeing(string? email, bool? agrees)
    {
        var contact = CareBench.Li with { Email = email, Birthday = null };
        return agrees is { } given ? contact with { Consent = contact.Consent.SetItem("email", given) } : contact;
    }

    private static CampaignDraft Draft(string day) => new("One", CareBench.Campaign("campaign", day));

    private (CareCampaign After, Refusal? Refusal) Launch(CareCampaign campaign) => campaign.Launch(false, "x", bench.Host.Clock.Today, bench.Host.Clock.Now);

    private async Task LaunchAsync(string day)
    {
        await campaigns.Create("one", Draft(day), "writer", default);
        await RehearseAsync();
        await StepAsync(Launch);
    }

    private Task RehearseAsync() =>
        new Rehearse(campaigns, new Rehearsals(bench.Host.Database), bench.Book, bench.Messages, bench.Host.Clock)
            .RunAsync(new JobRun("one", new Progress<JobProgress>()), default);

    private async Task<bool> IsPlannedAsync() =>
        (await new CampaignAnswers(bench.Host.Database.Readers, bench.Book, bench.Host.Clock)
            .ShowAsync((await campaigns.Find("one", default))!, new DefaultHttpContext())).IsPlanned;

    private async Task StepAsync(Func<CareCampaign, (CareCampaign After, Refusal? Refusal)> step) =>
        Assert.Null((await campaigns.Step("one", null, step, default)).Refusal);

    private Task<string> RehearsedAsync() => bench.Host.AskAsync<string>(
        "SELECT string_agg(customer_id || ' ' || outcome, ', ' ORDER BY customer_id) FROM care_rehearsal_decision");

    private Task<string> PlannedAsync() => bench.Host.AskAsync<string>(
        "SELECT string_agg(customer_id || ' ' || planned, ', ' ORDER BY customer_id) FROM care_decision");

    /// <summary>Campaigns, one of which was read before it was launched.</summary>
    private sealed class AsRead(ICampaigns campaigns, CareCampaign read) : ICampaigns
    {
        public Task<CareCampaign?> Find(string id, CancellationToken ct) => Task.FromResult<CareCampaign?>(read);

        public Task<IReadOnlyList<CareCampaign>> Before(string? id, int most, CancellationToken ct) => campaigns.Before(id, most, ct);

        public Task<CareCampaign> Create(string id, CampaignDraft draft, string actor, CancellationToken ct) => campaigns.Create(id, draft, actor, ct);

        public Task<(CareCampaign? After, Refusal? Refusal)> Step(
            string id, long? seen, Func<CareCampaign, (CareCampaign After, Refusal? Refusal)> step, CancellationToken ct) => campaigns.Step(id, seen, step, ct);

        public Task Wake(string id, CancellationToken ct) => campaigns.Wake(id, ct);

        public Task CallOff(string id, DateTimeOffset now, CancellationToken ct) => campaigns.CallOff(id, now, ct);
    }
}
