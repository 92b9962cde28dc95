using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Care;
using Lifecycle.Store.Care;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Templates;

namespace Lifecycle.Tests.Store.Care;

/// <summary>Campaigns whose templates are edited on the way, and rehearsals that meet each other or a launch.</summary>
public sealed class CampaignWordsTests : IAsyncLifetime
{
    private CareBench bench = null!;
    private Campaigns campaigns = null!;
    private Rehearsals rehearsals = null!;

    public async Task InitializeAsync()
    {
        bench = await CareBench.StartAsync();
        (campaigns, rehearsals) = (new(bench.Host.Database, bench.Saved, bench.Host.Clock), new(bench.Host.Database));
        await bench.PutAsync("a", CareBench.Li with { Birthday = null, Consent = CareBench.Li.Consent.SetItem("email", true) });
        await SaveAsync("spring", "zh-CN");
        await SaveAsync("spring-b", "zh-CN");
        await campaigns.Create("one", new("One", CareBench.Campaign("spring", "2026-06-16") with { Split = new("spring-b", 5000) }), "writer", default);
    }

    public async Task DisposeAsync() => await bench.DisposeAsync();

    [Theory]
    [InlineData("spring", "zh-CN")]
    [InlineData("spring", "en")]
    [InlineData("spring-b", "zh-CN")]
    public async Task Other_words_than_were_rehearsed_are_neither_approved_nor_launched(string template, string language)
    {
        await RehearseAsync();
        await SaveAsync(template, language, "other words");
        foreach (var refusal in new[] { await StepAsync(Launch), await StepAsync(Approve) })
        {
            Assert.Equal(("campaign-template-changed", $"Templates have changed since it was rehearsed: {template}/{language}."), (refusal?.Code, refusal?.Message));
        }

        await RehearseAsync();
        await SaveAsync("another", "zh-CN");
        Assert.Null(await StepAsync(Launch));
    }

    [Fact]
    public async Task Words_that_change_while_they_are_rehearsed_were_not()
    {
        var overtaken = new Meanwhile(rehearsals, () => SaveAsync("spring", "zh-CN", "other words"));
        await RehearseAsync(overtaken);
        Assert.Equal("campaign-template-changed", (await StepAsync(Launch))?.Code);
    }

    [Fact]
    public async Task Other_words_than_were_approved_are_not_launched()
    {
        await RehearseAsync();
        Assert.Null(await StepAsync(Approve));
        await SaveAsync("spring-b", "zh-CN", "other words");
        await RehearseAsync();
        var refusal = await StepAsync(LaunchApproved);
        Assert.Equal(("campaign-template-changed", "Templates have changed since it was approved: spring-b/zh-CN."), (refusal?.Code, refusal?.Message));
        Assert.Null(await StepAsync(Approve));
        Assert.Null(await StepAsync(LaunchApproved));
    }

    [Fact]
    public async Task What_was_rehearsed_before_words_were_written_down_is_rehearsed_again()
    {
        await RehearseAsync();
        await TestPostgres.ExecuteAsync(bench.Host.ConnectionString, "UPDATE care_rehearsal SET words = NULL");
        Assert.Equal("campaign-template-changed", (await StepAsync(Launch))?.Code);
    }

    [Fact]
    public async Task Who_has_read_other_words_has_seen_another_campaign()
    {
        var read = (await campaigns.Find("one", default))!.Tag;
        await SaveAsync("spring", "zh-CN", "other words");
        Assert.Equal("version-mismatch", (await campaigns.Step("one", read, Approve, default)).Refusal?.Code);
        read = (await campaigns.Find("one", default))!.Tag;
        var (approved, refusal) = await campaigns.Step("one", read, Approve, default);
        Assert.Equal((null, read), (refusal, approved!.Tag));
    }

    [Fact]
    public async Task Nothing_is_launched_while_a_rehearsal_waits_or_runs()
    {
        await RehearseAsync();
        foreach (var status in new[] { "queued", "running" })
        {
            await TestPostgres.ExecuteAsync(bench.Host.ConnectionString, "DELETE FROM job_run");
            await TestPostgres.ExecuteAsync(bench.Host.ConnectionString, $"INSERT INTO job_run (id, name, scope, status, actor, created_at) VALUES (gen_random_uuid(), 'rehearse', 'one', '{status}', 'x', now())");
            Assert.Equal("campaign-rehearsing", (await StepAsync(Launch))?.Code);
        }

        await TestPostgres.ExecuteAsync(bench.Host.ConnectionString, "UPDATE job_run SET status = 'cancelled'");
        Assert.Null(await StepAsync(Launch));
    }

    [Fact]
    public async Task Of_two_rehearsals_alive_at_once_the_one_that_began_later_counts()
    {
        var overtaken = new Meanwhile(rehearsals, () => RehearseAsync());
        await Assert.ThrowsAsync<JobFailedException>(() => RehearseAsync(overtaken));
        var counts = (await rehearsals.Find("one", default))!;
        Assert.NotEqual(overtaken.Attempt, counts.Attempt);
        Assert.Equal($"a {counts.Attempt}", await RehearsedAsync());
    }

    [Fact]
    public async Task A_rehearsal_that_was_overtaken_ends_with_nothing_though_the_later_one_still_runs()
    {
        var later = new Meanwhile(rehearsals, () => Task.CompletedTask);
        Rehearsal? between = null;
        var overtaken = new Meanwhile(rehearsals, async () =>
        {
            await RehearseAsync(later);
            await rehearsals.Begin("one", Guid.NewGuid(), default);
            between = await rehearsals.Find("one", default);
        });
        await Assert.ThrowsAsync<JobFailedException>(() => RehearseAsync(overtaken));
        Assert.Equal((later.Attempt, between), (between!.Attempt, await rehearsals.Find("one", default)));
        Assert.Equal($"a {later.Attempt}", await RehearsedAsync());
    }

    private static (CareCampaign After, Refusal? Refusal) Approve(CareCampaign campaign) => campaign.Approve("boss", campaign.ChangedAt);

    private static (CareCampaign After, Refusal? Refusal) Launch(CareCampaign campaign) =>
        campaign.Launch(needsApproval: false, "x", StoreHost.Today, campaign.ChangedAt);

    private static (CareCampaign After, Refusal? Refusal) LaunchApproved(CareCampaign campaign) =>
        campaign.Launch(needsApproval: true, "x", StoreHost.Today, campaign.ChangedAt);

    private async Task SaveAsync(string template, string language, string text = "t") =>
        Assert.Null(await bench.Saved.Save(template, language, Written.Content(text: text, isCommercial: true), null, false, "x", default));

    private async Task<Refusal?> StepAsync(Func<CareCampaign, (CareCampaign After, Refusal? Refusal)> step) =>
        (await campaigns.Step("one", null, step, default)).Refusal;

    private Task RehearseAsync(IRehearsals? kept = null) =>
        new Rehearse(campaigns, kept ?? rehearsals, bench.Book, bench.Messages, bench.Host.Clock).RunAsync(new JobRun("one", new Progress<JobProgress>()), default);

    private Task<string> RehearsedAsync() => bench.Host.AskAsync<string>(
        "SELECT string_agg(customer_id || ' ' || attempt, ', ' ORDER BY customer_id) FROM care_rehearsal_decision");

    /// <summary>Something happens while an attempt writes down what it found.</summary>
    private sealed class Meanwhile(IRehearsals rehearsals, Func<Task> happens) : IRehearsals
    {
        public Guid Attempt { get; private set; }

        public Task<Rehearsal?> Find(string campaignId, CancellationToken ct) => rehearsals.Find(campaignId, ct);

        public Task Begin(string campaignId, Guid attempt, CancellationToken ct) => rehearsals.Begin(campaignId, Attempt = attempt, ct);

        public async Task Add(string campaignId, Guid attempt, IReadOnlyCollection<CareDecision> decisions, CancellationToken ct)
        {
            await rehearsals.Add(campaignId, attempt, decisions, ct);
            await happens();
        }

        public Task<bool> Finish(string campaignId, Rehearsal rehearsal, CancellationToken ct) => rehearsals.Finish(campaignId, rehearsal, ct);

        public Task Discard(string campaignId, Guid attempt, CancellationToken ct) => rehearsals.Discard(campaignId, attempt, ct);
    }
}
