using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Store;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Employees;
using Lifecycle.Store.Verifying;
using Lifecycle.Tests.Jobs;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Alerting;

/// <summary>The job finds what nobody acknowledged, and passing it on is stored like everything about an alert.</summary>
public sealed class EscalationTests
{
    private const string Limit = "SELECT concat_ws(' ', status, severity, escalated_on, escalated_to, escalated_at IS NOT NULL) FROM alert WHERE kind = 'credit_limit'";
    private const string Told = "SELECT string_agg(concat_ws(' ', change, (snapshot).escalated_to, former_superior), '; ' ORDER BY id) FROM alert_change WHERE kind = 'credit_limit'";

    [Fact]
    public async Task After_three_days_and_not_before_it_is_passed_on_once()
    {
        await using var host = await OverLimitAsync();
        await new Employees(host.Database).Put("li.na", "boss", null, null, CancellationToken.None);
        host.Clock.Today = StoreHost.Today.AddDays(2);
        Assert.False(await RunAsync(host));

        host.Clock.Today = StoreHost.Today.AddDays(3);
        var rating = await host.AskAsync<string>("SELECT rating_version::text FROM alert WHERE kind = 'credit_limit'");
        Assert.True(await RunAsync(host));

        Assert.Equal("open high 2026-06-18 boss t", await host.AskAsync<string>(Limit));
        Assert.Equal("opened; escalated boss", await host.AskAsync<string>(Told));
        Assert.Equal(rating, await host.AskAsync<string>("SELECT rating_version::text FROM alert WHERE kind = 'credit_limit'"));
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(escalated_on) FROM alert WHERE kind <> 'credit_limit'"));
        Assert.Equal("job:re-rate", await host.AskAsync<string>("SELECT actor FROM customer_event WHERE type = 'alert-escalated'"));
        await VerifyAsync(host);

        host.Clock.Today = StoreHost.Today.AddDays(9);
        Assert.False(await RunAsync(host));
        Assert.Equal("opened; escalated boss", await host.AskAsync<string>(Told));
    }

    [Fact]
    public async Task What_went_to_nobody_is_passed_on_once_somebody_is_named()
    {
        await using var host = await OverLimitAsync();
        host.Clock.Today = StoreHost.Today.AddDays(3);
        Assert.True(await RunAsync(host));
        Assert.Equal("open high 2026-06-18 t", await host.AskAsync<string>(Limit));
        Assert.False(await RunAsync(host));

        await new Employees(host.Database).Put("li.na", "boss", null, null, CancellationToken.None);
        host.Clock.Today = StoreHost.Today.AddDays(4);
        Assert.True(await RunAsync(host));

        Assert.Equal("open high 2026-06-19 boss t", await host.AskAsync<string>(Limit));
        Assert.Equal("opened; escalated; escalated boss", await host.AskAsync<string>(Told));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task Acknowledged_it_still_names_the_superior_and_opened_again_it_names_who_was_told()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.RegisterAsync("c", manager: "li.na");
        await host.PostAsync("c", "1", 100, on: StoreHost.Today.AddDays(-90));
        await new Employees(host.Database).Put("li.na", "boss", null, null, CancellationToken.None);
        host.Clock.Today = StoreHost.Today.AddDays(3);
        await RunAsync(host);
        var number = await host.AskAsync<long>("SELECT number FROM alert WHERE kind = 'overdue'");
        await host.Customers.Submit("c", new AcknowledgeAlert(host.Clock.Today, AlertKind.Overdue, number), StoreHost.Origin);
        host.Clock.Today = StoreHost.Today.AddDays(30);
        await RunAsync(host);

        Assert.Equal(
            "opened 60; escalated 60 boss; acknowledged 60 boss; updated 90 boss",
            await host.AskAsync<string>("SELECT string_agg(concat_ws(' ', change, (snapshot).to_value, (snapshot).escalated_to, former_superior), '; ' ORDER BY id) FROM alert_change WHERE kind = 'overdue'"));
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM alert WHERE kind = 'overdue' AND num_nulls(escalated_on, escalated_at, escalated_to) = 3"));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task Passed_on_acknowledged_and_closed_in_one_commit_it_is_told_in_that_order()
    {
        await using var host = await OverLimitAsync();
        host.Clock.Today = StoreHost.Today.AddDays(3);
        var held = new Held();
        host.Failpoints.Hook = name => name == Lifecycle.Store.Committing.Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        var first = host.PostAsync("c", "first", 1).AsTask();
        await held.Reached;
        var together = new[]
        {
            host.Customers.Submit("c", new EscalateAlerts(host.Clock.Today, "li.na", null), StoreHost.Origin).AsTask(),
            host.Customers.Submit("c", new EscalateAlerts(host.Clock.Today, "li.na", "boss"), StoreHost.Origin).AsTask(),
            host.Customers.Submit("c", new AcknowledgeAlert(host.Clock.Today, AlertKind.CreditLimit, 2), StoreHost.Origin).AsTask(),
            host.PostAsync("c", "2", 14_000_000, PostingKind.Repayment).AsTask(),
        };
        held.Release();

        await first;
        Assert.All(await Task.WhenAll(together), v => Assert.Equal((VerdictStatus.Accepted, 4L), (v.Status, v.Rated!.Version)));
        Assert.Equal("opened; escalated; escalated boss; acknowledged boss; closed boss", await host.AskAsync<string>(Told));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task Two_silos_that_look_at_once_pass_it_on_once()
    {
        await using var host = await OverLimitAsync();
        await using var other = await StoreHost.StartAsync(host.ConnectionString);
        host.Clock.Today = other.Clock.Today = StoreHost.Today.AddDays(3);

        await Task.WhenAll(RunAsync(host), RunAsync(other));

        Assert.Equal("opened; escalated", await host.AskAsync<string>(Told));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task A_quarantined_customer_is_left_alone()
    {
        await using var host = await OverLimitAsync();
        await TestPostgres.ExecuteAsync(host.ConnectionString, "INSERT INTO quarantine VALUES ('c', 'unreadable', now())");
        host.Clock.Today = StoreHost.Today.AddDays(3);

        Assert.Empty(await new Escalations(host.Database).Due(StoreHost.Today, "", 10, CancellationToken.None));
    }

    [Theory]
    [InlineData("UPDATE alert SET escalated_to = 'somebody.else'", "an alert is not what its history says")]
    [InlineData("UPDATE alert SET escalated_at = NULL", "an alert is not what its history says")]
    [InlineData("""UPDATE alert_change SET snapshot.escalated_to = 'x' WHERE change = 'escalated'; UPDATE alert SET escalated_to = 'x' WHERE escalated_on IS NOT NULL""", "its stored state is not what its history folds to")]
    public async Task Verification_notices_what_somebody_changed_by_hand(string sql, string what)
    {
        await using var host = await OverLimitAsync();
        host.Clock.Today = StoreHost.Today.AddDays(3);
        await RunAsync(host);
        await TestPostgres.ExecuteAsync(host.ConnectionString, sql);

        var differences = await new Verifier(host.Database, host.Policies).Verify(new Progress<(long, long)>(), CancellationToken.None);

        Assert.Equal(("c", what), (Assert.Single(differences).Where, differences[0].What));
    }

    /// <summary>Entries of the feed were JSON once, with figures; those from before alerts escalated do not name what they did not know.</summary>
    [Fact]
    public async Task A_history_from_before_entries_were_rows_is_still_right()
    {
        await using var old = await OverLimitAsync();
        var entries = await old.AskAsync<string>("SELECT string_agg(c::text, ';' ORDER BY id) FROM alert_change c");
        await TestPostgres.ExecuteAsync(old.ConnectionString, """
            ALTER TABLE alert_change ALTER snapshot TYPE jsonb
                USING to_jsonb(snapshot) - '{escalated_on,escalated_at,escalated_to}'::text[] || '{"figures": {"tier": 4}}';
            ALTER TABLE alert ADD figures jsonb NOT NULL DEFAULT '{}';
            DELETE FROM schema_version WHERE scriptname LIKE '%055_alert_figures%';
            """);
        await Migrations.ApplyAsync(old.ConnectionString, CancellationToken.None);

        await using var host = await StoreHost.StartAsync(old.ConnectionString);
        Assert.Equal(entries, await host.AskAsync<string>("SELECT string_agg(c::text, ';' ORDER BY id) FROM alert_change c"));
        await VerifyAsync(host);
        host.Clock.Today = StoreHost.Today.AddDays(3);
        Assert.True(await RunAsync(host));
        await VerifyAsync(host);
    }

    /// <summary>As the schedule does it: whether anything was due.</summary>
    private static async Task<bool> RunAsync(StoreHost host)
    {
        var job = TimeTests.ReRate(host);
        var isDue = await job.IsDueAsync(CancellationToken.None);
        await job.RunAsync(new(null, new Progress<JobProgress>()), CancellationToken.None);
        Assert.False(await job.IsDueAsync(CancellationToken.None));
        return isDue;
    }

    private static async Task VerifyAsync(StoreHost host)
    {
        await Verification.VerifyAsync(host);
        Assert.Empty(await new Verifier(host.Database, host.Policies).Verify(new Progress<(long, long)>(), CancellationToken.None));
    }

    /// <summary>A customer of li.na above its limit, whose next step day is weeks ahead.</summary>
    private static async Task<StoreHost> OverLimitAsync()
    {
        var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.Customers.Submit(
            "c", new ChangeProfile(host.Clock.Today, null, new() { Manager = "li.na", CreditLimit = 10_000_000, CreditDays = 60 }, new() { Name = "C" }, Register: true), StoreHost.Origin);
        await host.PostAsync("c", "1", 15_000_000);
        return host;
    }
}
