using Lifecycle.Grains;
using Lifecycle.Store.Care;
using Lifecycle.Store.Tasks;
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
        await bench.Book.BeginPass("daily", new(2026, 9, 20), CancellationToken.None);
        await bench.Book.SetPass("daily", new(new(2026, 9, 20), "a", IsDone: false), CancellationToken.None);
        await bench.RunAsync();
        Assert.Equal("b 1 2026 scheduled", await bench.LedgerAsync());

        bench.SetClock("2026-09-21 12:00");
        await bench.RunAsync();
        Assert.Equal("a 1 2026 scheduled, b 1 2026 scheduled", await bench.LedgerAsync());
    }

    [Fact]
    public async Task A_rule_that_changes_while_birthdays_are_planned_is_gone_through_the_same_day()
    {
        await using var bench = await CareBench.StartAsync();
        await bench.SetAsync(CareRules.Default(Occasions.Anniversary) with { IsOn = true });
        bench.SetClock("2026-09-20 12:00");
        await bench.PutAsync("a", CareBench.Li with { Birthday = null });
        var rules = new CareRuleStore(bench.Host.Database, bench.Saved, bench.Host.Clock);
        var book = new PassingBook(bench.Book)
        {
            AfterProgramme = () => rules.Put(CareRules.Default("mid-autumn") with { IsOn = true }, null, "somebody", CancellationToken.None),
        };
        await CareBench.RunAsync(new(book, bench.Outbox, [bench.Channel], bench.Messages, bench.Host.Clock));
        Assert.Equal("a 1 2026 scheduled", await bench.LedgerAsync());
        Assert.False(await bench.IsDueAsync());
    }

    [Fact]
    public async Task A_round_that_a_rule_called_off_begins_at_the_beginning()
    {
        await using var bench = await CareBench.StartAsync();
        await bench.Book.BeginPass("daily", bench.Host.Clock.Today, CancellationToken.None);
        await bench.Book.SetPass("daily", new(bench.Host.Clock.Today, "m", IsDone: false), CancellationToken.None);
        Assert.Equal("m", await bench.Book.BeginPass("daily", bench.Host.Clock.Today, CancellationToken.None));
        Assert.Equal("", await bench.Book.BeginPass("daily", bench.Host.Clock.Today.AddDays(1), CancellationToken.None));
        await bench.Book.SetPass("daily", new(bench.Host.Clock.Today, "m", IsDone: false), CancellationToken.None);
        await new CareRuleStore(bench.Host.Database, bench.Saved, bench.Host.Clock).PutCap(3, null, "somebody", CancellationToken.None);
        Assert.Equal("", await bench.Book.BeginPass("daily", bench.Host.Clock.Today, CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_was_never_visited_is_planned_from_the_first_rating_as_it_is_listed()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li with { Birthday = null });
        await RateAsync("2026-06-15", tier: 1);
        await RateAsync("2026-06-25", tier: 1);

        var customer = (await bench.Host.Reader.Find("c", null, CancellationToken.None))!;
        Assert.Equal(new DateOnly(2026, 6, 25), customer.Standing!.RatedOn);
        var listed = Visits.Next(
            customer, bench.Host.Clock.Today, await new CareTasks(bench.Host.Database, bench.Host.Clock).Visits("c", CancellationToken.None),
            bench.Host.Policies.Book.InForceOn(bench.Host.Clock.Today));
        var planned = Assert.Single(await bench.Book.Read(["c"], new(2026, 1, 1), CancellationToken.None)).NextVisit;
        Assert.Equal(new DueVisit(1, new(2026, 7, 15)), planned);
        Assert.Equal(listed, planned);

        async Task RateAsync(string day, int tier)
        {
            bench.SetClock(day + " 12:00");
            var today = bench.Host.Clock.Today;
            Assert.Null((await bench.Host.Customers.Submit("c", new SetTier(today, new(tier, today.AddDays(300), "key")), StoreHost.Origin)).Refusal);
            await bench.Host.Customers.Submit("c", new ReviewRating(today), StoreHost.Origin);
        }
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
