using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Alerts;
using Lifecycle.Jobs.Rating;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Jobs;
using Lifecycle.Store.Verifying;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Jobs;

/// <summary>Time alone changes ratings: on the right day, in order, also after missed days.</summary>
public sealed class TimeTests
{
    [Fact]
    public async Task Forty_missed_days_are_caught_up_each_in_its_order()
    {
        await using var host = await StoreHost.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            await host.RegisterAsync($"c{i}");
            await host.PostAsync($"c{i}", $"s{i}", 2_500_000 + i, on: host.Clock.Today.AddDays(-i));
            await host.PostAsync($"c{i}", $"t{i}", 1_000_000 + i, on: host.Clock.Today.AddDays(-i - 200));
        }

        host.Clock.Today = host.Clock.Today.AddDays(40);
        var job = ReRate(host);
        Assert.True(await job.IsDueAsync(CancellationToken.None));
        await job.RunAsync(new(null, new Progress<JobProgress>()), CancellationToken.None);

        Assert.False(await job.IsDueAsync(CancellationToken.None));
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer WHERE next_review_on <= '2026-07-25'"));
        Assert.Equal(0L, await host.AskAsync<long>("""
            SELECT count(*) FROM (SELECT rated_on < lag(rated_on) OVER (PARTITION BY customer_id ORDER BY version) AS back FROM rating) r WHERE back
            """));

        // A debit of 1 June falls overdue on 2 July, whenever the silo woke up.
        Assert.Equal(new DateOnly(2026, 7, 2), await host.AskAsync<DateOnly>("SELECT min(rated_on) FROM rating WHERE customer_id = 'c14' AND rated_on > '2026-06-15'"));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_quarantined_customer_does_not_keep_the_review_from_ending()
    {
        await using var host = await StoreHost.StartAsync(options: new() { ResidentCustomers = 2, Committers = 1 });
        foreach (var id in new[] { "a", "b", "c", "poison" })
        {
            await host.RegisterAsync(id);
            await host.PostAsync(id, id, 100);
        }

        await host.RegisterAsync("last");
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE customer SET packed = '\\x01ff' WHERE id = 'poison'");
        await using var fresh = await StoreHost.StartAsync(host.ConnectionString);
        fresh.Clock.Today = fresh.Clock.Today.AddDays(60);
        await ReRate(fresh).RunAsync(new(null, new Progress<JobProgress>()), CancellationToken.None);

        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM customer WHERE next_review_on <= '2026-08-14'"));
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM quarantine"));
    }

    [Fact]
    public async Task A_review_that_nothing_comes_of_keeps_nobody_else_waiting_and_is_told_of()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("fine");
        await host.RegisterAsync("stuck");
        await host.PostAsync("stuck", "1", 100, on: host.Clock.Today.AddDays(-20));
        await host.PostAsync("fine", "2", 100, on: host.Clock.Today.AddDays(-10));
        await TestPostgres.ExecuteAsync(host.ConnectionString, """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '23514'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON customer FOR EACH ROW WHEN (OLD.id = 'stuck') EXECUTE FUNCTION refuse();
            """);
        host.Clock.Today = host.Clock.Today.AddDays(30);

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => ReRate(host).RunAsync(new(null, new Progress<JobProgress>()), CancellationToken.None));

        Assert.StartsWith("1 customers", failure.Message, StringComparison.Ordinal);
        Assert.Equal("stuck", await host.AskAsync<string>("SELECT string_agg(id, ',') FROM customer WHERE next_review_on <= '2026-07-15'"));
    }

    [Fact]
    public async Task Verify_names_what_was_tampered_with()
    {
        await using var host = await StoreHost.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await host.RegisterAsync($"c{i}");
            await host.PostAsync($"c{i}", $"{i}", 100 + i);
        }

        var verifier = new Verifier(host.Database, host.Policies);
        Assert.Empty(await verifier.Verify(new Progress<(long, long)>(), CancellationToken.None));

        await TestPostgres.ExecuteAsync(host.ConnectionString, """
            UPDATE posting SET cents = cents + 1 WHERE customer_id = 'c1';
            UPDATE customer SET tier = 1 WHERE id = 'c2';
            UPDATE customer SET packed = '\x01ff' WHERE id = 'c3';
            DELETE FROM customer WHERE id = 'c4';
            UPDATE customer SET industry = 'made up' WHERE id = 'c5';
            UPDATE portfolio_delta SET sales = sales + 1 WHERE ctid = (SELECT min(ctid) FROM portfolio_delta WHERE customers > 0);
            """);
        var found = await verifier.Verify(new Progress<(long, long)>(), CancellationToken.None);

        Assert.Equal(["c1", "c2", "c3", "c4", "c5"], found.Select(d => d.Where).Where(w => !w.StartsWith("cell", StringComparison.Ordinal)).Order());
        Assert.Contains(found, d => d.Where.StartsWith("cell", StringComparison.Ordinal));
    }

    internal static ReRate ReRate(StoreHost host) => new(
        new Reviews(host.Database), host.Customers, host.Policies, host.Clock,
        new Escalator(new Escalations(host.Database), host.Customers, host.Policies, host.Clock));
}
