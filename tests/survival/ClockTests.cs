using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Store.Clock;
using Lifecycle.Tests.Jobs;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Store.Care;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Survival;

/// <summary>The machine's clock jumps: a day ahead and back again, an hour back. Nothing happens twice, no rating goes back.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task The_business_clock_follows_the_machine_and_the_stored_offset()
    {
        await using var host = await StoreHost.StartAsync();
        var machine = new JumpingClock();
        var clock = new BusinessClock(machine, host.Clock.Zone);
        await clock.StartAsync(host.Database, DateTimeOffset.Parse("2026-06-15T15:30:00Z"), CancellationToken.None);
        Assert.Equal(new DateOnly(2026, 6, 15), clock.Today);

        machine.Ahead = TimeSpan.FromHours(1);
        Assert.Equal(new DateOnly(2026, 6, 16), clock.Today);
        machine.Ahead = TimeSpan.FromHours(-1);
        Assert.Equal(new DateOnly(2026, 6, 15), clock.Today);

        // Who starts while the machine is wrong asks the database, which need not run on this machine.
        machine.Ahead = TimeSpan.FromDays(300);
        var restarted = new BusinessClock(machine, host.Clock.Zone);
        await restarted.StartAsync(host.Database, null, CancellationToken.None);
        Assert.Equal(2026, restarted.Today.Year);
    }

    [Fact]
    public async Task A_machine_that_is_set_under_a_running_silo_moves_the_business_clock_until_the_next_look()
    {
        await using var host = await StoreHost.StartAsync();
        var machine = new JumpingClock();
        var clock = new BusinessClock(machine, host.Clock.Zone);
        await clock.StartAsync(host.Database, DateTimeOffset.Parse("2026-06-15T15:30:00Z"), CancellationToken.None);
        foreach (var hours in new[] { 1, -1, 48, 0 })
        {
            var before = machine.Ahead;
            machine.Ahead = TimeSpan.FromHours(hours);
            IsAbout(before - machine.Ahead, await clock.CorrectAsync(host.Database, CancellationToken.None));
            Assert.Equal(new DateOnly(2026, 6, 15), clock.Today);
            Assert.Null(await clock.CorrectAsync(host.Database, CancellationToken.None));
        }

        // A second is not worth a jump of everybody's time.
        machine.Ahead = TimeSpan.FromSeconds(1);
        Assert.Null(await clock.CorrectAsync(host.Database, CancellationToken.None));

        // The offset is the database's, whoever stored it first.
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE business_clock SET offset_microseconds = offset_microseconds + 86400000000");
        IsAbout(TimeSpan.FromDays(1), await clock.CorrectAsync(host.Database, CancellationToken.None));
        Assert.Equal(new DateOnly(2026, 6, 16), clock.Today);
    }

    [Fact]
    public async Task The_business_clock_is_looked_after_every_minute()
    {
        await using var host = await StoreHost.StartAsync();
        var machine = new JumpingClock();
        var clock = new BusinessClock(machine, host.Clock.Zone);
        await clock.StartAsync(host.Database, DateTimeOffset.Parse("2026-06-15T12:00:00Z"), CancellationToken.None);
        using var keeper = new ClockKeeper(clock, host.Database, machine, NullLogger<ClockKeeper>.Instance);
        await keeper.StartAsync(CancellationToken.None);
        foreach (var days in new[] { 300, -300 })
        {
            machine.Ahead = TimeSpan.FromDays(days);
            await Machine.UntilAsync(() => clock.Today == new DateOnly(2026, 6, 15), "the right day");
        }

        await keeper.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Postings_and_due_reviews_outlive_a_day_too_much()
    {
        await using var host = await StoreHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            // Due after 30 days, so overdue from somewhere around today on.
            await host.RegisterAsync($"c{i}");
            await host.PostAsync($"c{i}", $"{i}", 2_500_000 + i, on: StoreHost.Today.AddDays(i - 40));
        }

        var days = new[] { 1, 0, 2, 1, 0, 30, 0, 1 };
        for (var jump = 0; jump < days.Length; jump++)
        {
            host.Clock.Today = StoreHost.Today.AddDays(days[jump]);
            await TimeTests.ReRate(host).RunAsync(new(null, new Progress<JobProgress>()), CancellationToken.None);
            for (var i = 0; i < 20; i += 3)
            {
                Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync($"c{i}", $"{i}-{jump}", 100)).Status);
            }
        }

        Assert.Equal(0L, await host.AskAsync<long>("""
            SELECT count(*) FROM (SELECT rated_on < lag(rated_on) OVER (PARTITION BY customer_id ORDER BY version) AS back FROM rating) r WHERE back
            """));

        // A review of a day that was reviewed before tells nothing new, so none is stored.
        Assert.Equal(0L, await host.AskAsync<long>("""
            SELECT count(*) FROM (
                SELECT (class, score, tier, measures) = lag((class, score, tier, measures)) OVER (PARTITION BY customer_id ORDER BY version) AS again
                FROM rating) r WHERE again
            """));
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer WHERE next_review_on <= rated_on"));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_greeting_is_not_sent_again_when_its_day_comes_again()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-14 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.RunAsync();
        Assert.Empty(bench.Files);

        foreach (var moment in new[] { "2026-06-15 09:00", "2026-06-15 08:00", "2026-06-14 12:00", "2026-06-16 12:00", "2026-06-15 09:00", "2026-06-13 12:00" })
        {
            bench.SetClock(moment);
            await bench.RunAsync();
            Assert.Single(bench.Files);
            Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        }
    }

    // Two looks at two clocks are never at the same moment.
    private static void IsAbout(TimeSpan expected, TimeSpan? actual) =>
        Assert.InRange(actual!.Value, expected - TimeSpan.FromMinutes(1), expected + TimeSpan.FromMinutes(1));
}
