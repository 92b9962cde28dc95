using Lifecycle.Grains;
using Lifecycle.Store.Care;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Care;

/// <summary>Occasions beyond birthdays, on a real database: who is gone through once a day, and what becomes of to-dos.</summary>
public sealed class CareOccasionTests
{
    [Fact]
    public async Task A_festival_is_planned_a_week_ahead_for_everybody_and_sent_on_its_day_alone()
    {
        await using var bench = await CareBench.StartAsync();
        await bench.SetAsync(CareRules.Default("mid-autumn") with { IsOn = true });
        bench.SetClock("2026-09-17 12:00");
        for (var i = 0; i < 3; i++)
        {
            await bench.PutAsync($"c{i}", CareBench.Li with { Birthday = null });
        }

        await bench.RunAsync();
        Assert.Equal("", await bench.LedgerAsync());
        bench.SetClock("2026-09-18 12:00");
        await bench.RunAsync();
        Assert.Equal("c0 1 2026 scheduled, c1 1 2026 scheduled, c2 1 2026 scheduled", await bench.LedgerAsync());
        await bench.PutAsync("late", CareBench.Li with { Birthday = null, Language = "en" });
        bench.SetClock("2026-09-25 12:00");
        await bench.RunAsync();
        Assert.Equal("c0 1 2026 sent, c1 1 2026 sent, c2 1 2026 sent, late 1 2026 sent", await bench.LedgerAsync());
        Assert.Equal(4, bench.Files.Length);
        Assert.False(await bench.IsDueAsync());
    }

    [Fact]
    public async Task A_run_that_was_killed_goes_on_behind_what_is_decided()
    {
        await using var bench = await CareBench.StartAsync();
        await bench.SetAsync(CareRules.Default("mid-autumn") with { IsOn = true });
        bench.SetClock("2026-09-20 12:00");
        await bench.PutAsync("a", CareBench.Li with { Birthday = null });
        await bench.PutAsync("b", CareBench.Li with { Birthday = null });
        await bench.Book.BeginPass("daily", new(new(2026, 9, 20), "a", IsDone: false), CancellationToken.None);
        await bench.RunAsync();
        Assert.Equal("b 1 2026 scheduled", await bench.LedgerAsync());

        bench.SetClock("2026-09-21 12:00");
        await bench.RunAsync();
        Assert.Equal("a 1 2026 scheduled, b 1 2026 scheduled", await bench.LedgerAsync());
    }

    [Fact]
    public async Task A_to_do_is_opened_where_its_decision_is_sent_until_the_budget_is_spent()
    {
        await using var bench = await CareBench.StartAsync();
        await TestPostgres.ExecuteAsync(
            bench.Host.ConnectionString,
            "INSERT INTO care_budget (id, name, amount, from_day, to_day, version, changed_by, changed_at) VALUES ('gifts', 'g', 25000, '2026-01-01', '2026-12-31', 1, 'x', now())");
        await bench.SetAsync(CareRules.Default("mid-autumn") with { IsOn = true, Channels = ["task"], Todo = new("gift", 100_00, "gifts") });
        bench.SetClock("2026-09-25 12:00");
        foreach (var id in new[] { "a", "b", "c" })
        {
            await bench.PutAsync(id, CareBench.Li with { Birthday = null, Email = null });
        }

        await bench.RunAsync();
        Assert.Equal(2, await bench.Host.AskAsync<long>("SELECT count(*) FROM care_task WHERE status = 'open' AND kind = 'gift' AND due_on = '2026-09-25'"));
        Assert.Equal(2, await bench.Host.AskAsync<long>("SELECT count(*) FROM care_decision WHERE outcome = 'sent' AND sent_at IS NOT NULL"));
        Assert.Equal("budget-exhausted", await bench.Host.AskAsync<string>("SELECT reason FROM care_decision WHERE outcome = 'capped'"));
        Assert.Empty(bench.Files);
        await bench.RunAsync();
        Assert.Equal(2, await bench.Host.AskAsync<long>("SELECT count(*) FROM care_task"));
    }

    [Fact]
    public async Task Whoever_has_a_tier_without_visits_is_planned_none()
    {
        await using var bench = await CareBench.StartAsync();
        await bench.SetAsync(CareRules.Default(Occasions.Visit) with { IsOn = true });
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li with { Birthday = null });
        await bench.RunAsync();
        Assert.Equal("", await bench.LedgerAsync());
        Assert.Null(Visits.Next((await bench.Host.Reader.Find("c", null, CancellationToken.None))!, new(2026, 6, 15), new(0, null, null), bench.Host.Policies.Book.InForceOn(new(2026, 6, 15))));
    }

    [Fact]
    public async Task A_message_that_a_server_defers_is_tried_again_later_and_one_that_it_refuses_is_not()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        var channel = new NotedChannel();
        bench.Channel = channel;
        channel.Answer = new(DeliveryFate.Deferred, "smtp-451");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 held retry", await bench.LedgerAsync());
        Assert.False(await bench.IsDueAsync());

        bench.SetClock("2026-06-15 12:01");
        await bench.RunAsync();
        bench.SetClock("2026-06-15 12:02");
        Assert.False(await bench.IsDueAsync()); // two minutes after the second attempt
        channel.Answer = new(DeliveryFate.Refused, "smtp-554");
        bench.SetClock("2026-06-15 12:03");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 failed smtp-554", await bench.LedgerAsync());
        Assert.Equal(3, channel.Sent.Count);
        bench.SetClock("2026-06-15 20:00");
        await bench.RunAsync();
        Assert.Equal(3, channel.Sent.Count);
    }

    [Fact]
    public async Task A_rate_spreads_messages_over_the_minutes()
    {
        await using var bench = await CareBench.StartAsync();
        await bench.SetAsync(CareRules.Default("mid-autumn") with { IsOn = true, RatePerMinute = 2 });
        bench.SetClock("2026-09-25 12:00");
        for (var i = 0; i < 5; i++)
        {
            await bench.PutAsync($"c{i}", CareBench.Li with { Birthday = null });
        }

        foreach (var (clock, sent) in new[] { ("12:00", 1), ("12:00", 1), ("12:01", 3), ("12:02", 5) })
        {
            bench.SetClock($"2026-09-25 {clock}");
            await bench.RunAsync();
            Assert.Equal(sent, bench.Files.Length);
        }
    }
}
