using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Alerting;

/// <summary>Alerts are stored with the rating that decided them, or not at all.</summary>
public sealed class AlertCommitTests
{
    private const string Shown = "SELECT coalesce(string_agg(concat_ws(' ', kind, status, severity, from_value, to_value, manager), '; ' ORDER BY kind, number), '') FROM alert";
    private const string Told = "SELECT coalesce(string_agg(kind || ' ' || change, '; ' ORDER BY id), '') FROM alert_change";

    public static TheoryData<string> Failpoints => [.. Lifecycle.Store.Committing.Failpoints.All];

    [Fact]
    public async Task An_alert_is_stored_with_the_rating_that_its_figures_are_of()
    {
        await using var host = await OverLimitAsync();

        Assert.Equal("credit_limit open high li.na; state_changed open info dormant new li.na", await host.AskAsync<string>(Shown));
        Assert.Equal("credit_limit opened; state_changed opened", await host.AskAsync<string>(Told));
        var measures = await host.AskAsync<byte[]>(
            "SELECT r.measures FROM alert a JOIN rating r ON r.customer_id = a.customer_id AND r.version = a.rating_version WHERE kind = 'credit_limit'");
        Assert.Equal(15_000_000, PackedMeasures.Unpack(measures).Receivable);
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Its_whole_life_is_told_once()
    {
        await using var host = await OverLimitAsync();

        Assert.Equal(VerdictStatus.Accepted, (await AcknowledgeAsync(host)).Status);
        Assert.Equal(VerdictStatus.Duplicate, (await AcknowledgeAsync(host)).Status);
        Assert.Equal("tester", await host.AskAsync<string>("SELECT acknowledged_by FROM alert WHERE kind = 'credit_limit' AND acknowledged_at IS NOT NULL"));
        Assert.Equal(2L, await host.AskAsync<long>("SELECT count(*) FROM rating"));
        await Verification.VerifyAsync(host);

        await host.PostAsync("c", "2", 10_000_000, PostingKind.Repayment);
        Assert.Equal("within_limit", await host.AskAsync<string>("SELECT close_reason FROM alert WHERE kind = 'credit_limit' AND closed_at IS NOT NULL"));
        Assert.Equal("alert-not-found", (await AcknowledgeAsync(host)).Refusal!.Code);
        Assert.Equal("credit_limit opened; state_changed opened; credit_limit acknowledged; credit_limit closed", await host.AskAsync<string>(Told));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task An_acknowledgement_and_what_overtakes_it_in_one_commit_are_two_changes()
    {
        await using var host = await OverLimitAsync();
        var held = new Held();
        host.Failpoints.Hook = name => name == Lifecycle.Store.Committing.Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        var first = host.PostAsync("c", "first", 1).AsTask();
        await held.Reached;
        var together = new[] { AcknowledgeAsync(host), host.PostAsync("c", "2", 14_000_000, PostingKind.Repayment).AsTask() };
        held.Release();

        await first;
        Assert.All(await Task.WhenAll(together), v => Assert.Equal((VerdictStatus.Accepted, 4L), (v.Status, v.Rated!.Version)));
        Assert.Equal("credit_limit opened; state_changed opened; credit_limit acknowledged; credit_limit closed", await host.AskAsync<string>(Told));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_review_that_only_opens_an_alert_stores_the_rating_it_names()
    {
        await using var host = await OverLimitAsync();
        host.Clock.Today = host.Clock.Today.AddDays(60);
        await host.Customers.Submit("c", new ReviewRating(host.Clock.Today), StoreHost.Origin);

        Assert.Contains("overdue open medium 30", await host.AskAsync<string>(Shown), StringComparison.Ordinal);
        Assert.Equal(0L, await host.AskAsync<long>(
            "SELECT count(*) FROM alert a WHERE NOT EXISTS (SELECT FROM rating r WHERE r.customer_id = a.customer_id AND r.version = a.rating_version)"));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Who_loses_the_customer_and_who_gets_it_are_both_named()
    {
        await using var host = await OverLimitAsync();
        await host.Customers.Submit("c", new ChangeProfile(host.Clock.Today, null, new() { Manager = "wang" }, new(), Register: false), StoreHost.Origin);

        Assert.Equal("credit_limit open high wang; state_changed open info dormant new wang", await host.AskAsync<string>(Shown));
        Assert.Equal("li.na wang 2", await host.AskAsync<string>(
            "SELECT max(former_manager) || ' ' || max((snapshot).manager) || ' ' || count(*) FROM alert_change WHERE change = 'updated'"));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Verification_notices_an_alert_that_somebody_changed_by_hand()
    {
        await using var host = await OverLimitAsync();
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE alert SET severity = 'info' WHERE kind = 'credit_limit'");
        var verifier = new Lifecycle.Store.Verifying.Verifier(host.Database, host.Policies);

        var differences = await verifier.Verify(new Progress<(long, long)>(), CancellationToken.None);

        Assert.Equal(("c", "an alert is not what its history says"), (Assert.Single(differences).Where, differences[0].What));
    }

    [Theory]
    [MemberData(nameof(Failpoints))]
    public async Task A_silo_that_vanishes_at(string failpoint)
    {
        await using var survivor = await StoreHost.StartAsync();
        var dying = await StoreHost.StartAsync(survivor.ConnectionString, new CommitOptions { Committers = 1 });
        await LimitAsync(dying);
        var vanished = new Held();
        dying.Failpoints.Hook = name => name == failpoint ? vanished.HoldOnceAsync() : Task.CompletedTask;
        var unanswered = dying.PostAsync("c", "1", 15_000_000).AsTask();
        await vanished.Reached;
        await survivor.AskAsync<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND application_name = 'lifecycle-committer'");

        Assert.Equal(await survivor.AskAsync<long>("SELECT count(*) FROM posting") * 2, await survivor.AskAsync<long>("SELECT count(*) FROM alert"));
        await Verification.VerifyAsync(survivor);
        await survivor.PostAsync("c", "1", 15_000_000);

        Assert.False(unanswered.IsCompleted);
        Assert.Equal("credit_limit opened; state_changed opened", await survivor.AskAsync<string>(Told));
        await Verification.VerifyAsync(survivor);
        await dying.Database.DisposeAsync();
    }

    private static Task<Verdict> AcknowledgeAsync(StoreHost host) =>
        host.Customers.Submit("c", new AcknowledgeAlert(host.Clock.Today, AlertKind.CreditLimit, 2), StoreHost.Origin).AsTask();

    private static async Task<StoreHost> OverLimitAsync()
    {
        var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await LimitAsync(host);
        await host.PostAsync("c", "1", 15_000_000);
        return host;
    }

    private static async Task LimitAsync(StoreHost host) => await host.Customers.Submit(
        "c", new ChangeProfile(host.Clock.Today, null, new() { Manager = "li.na", CreditLimit = 10_000_000 }, new() { Name = "C" }, Register: true), StoreHost.Origin);
}
