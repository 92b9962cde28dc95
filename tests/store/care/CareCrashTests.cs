using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Care;

/// <summary>A sender that dies between any two of its steps, and senders that work at once: a greeting leaves once.</summary>
public sealed class CareCrashTests
{
    [Theory]
    [InlineData("before take", "scheduled")]
    [InlineData("after take", "sending")]
    [InlineData("before report", "sending")]
    [InlineData("after report", "sent")]
    public async Task A_sender_that_dies(string step, string left)
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.DieAsync(step);
        Assert.Equal(left, await bench.Host.AskAsync<string>("SELECT status FROM message"));

        // The file of a message that had left is taken away by whoever sends it on; it must not come back.
        var gone = bench.Files.Length;
        bench.Files.ToList().ForEach(File.Delete);
        await bench.RunAsync();
        await bench.RunAsync();
        Assert.Equal(1, gone + bench.Files.Length);
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
    }

    [Theory]
    [InlineData("after fate")]
    [InlineData("after report")]
    public async Task A_sender_that_dies_while_clearing_up_after_another(string step)
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.DieAsync("after take");
        var channel = bench.Channel;
        bench.Channel = new DyingChannel(channel, step);
        await bench.DieAsync(step);
        Assert.Empty(bench.Files);

        bench.Channel = channel;
        await bench.RunAsync();
        Assert.Single(bench.Files);
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
    }

    [Fact]
    public async Task A_channel_that_cannot_tell_just_now_is_asked_again_and_holds_nobody_up()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.DieAsync("before report");
        var channel = bench.Channel;
        bench.Channel = new DyingChannel(channel, "cannot tell");
        await bench.PutAsync("d", CareBench.Li);
        await bench.RunAsync();
        Assert.Equal("c 1 2026 scheduled, d 1 2026 sent", await bench.LedgerAsync());

        bench.Channel = channel;
        await bench.RunAsync();
        Assert.Equal("c 1 2026 sent, d 1 2026 sent", await bench.LedgerAsync());
        Assert.Equal(2, bench.Files.Length);
    }

    [Fact]
    public async Task What_was_claimed_and_never_left_is_looked_at_again_before_it_does()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.DieAsync("after take");
        await bench.PutAsync("c", CareBench.Li with { Consent = CareBench.Li.Consent.SetItem("email", false) });
        await bench.RunAsync();

        // Planning ran first and found it leaving; the sender then found that it had not, and asked again.
        Assert.Equal("c 1 2026 opted_out consent-refused", await bench.LedgerAsync());
        Assert.Empty(bench.Files);
        Assert.Empty(bench.Hidden);
    }

    [Fact]
    public async Task The_facts_that_hold_when_it_is_taken_are_those_that_count()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-14 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.RunAsync();
        bench.SetClock("2026-06-15 12:00");
        bench.Outbox = new Meanwhile(bench.Outbox, () => bench.PutAsync("c", CareBench.Li with { Email = "new@example.com" }));
        await bench.RunAsync();
        Assert.Contains("new@example.com", await File.ReadAllTextAsync(Assert.Single(bench.Files)));
    }

    [Fact]
    public async Task A_report_that_the_database_could_not_take_is_made_with_the_next_run()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        bench.Channel = new ForgetfulChannel(bench.Channel);
        var outbox = bench.Outbox;
        var dying = new DyingOutbox(outbox, "before report");
        bench.Outbox = dying;
        var job = bench.Job();
        await Assert.ThrowsAsync<DeadException>(() => CareBench.RunAsync(job));
        Assert.Equal("sending", await bench.Host.AskAsync<string>("SELECT status FROM message"));
        dying.Revive();
        await CareBench.RunAsync(job);
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        Assert.Single(bench.Files);
    }

    [Fact]
    public async Task What_a_process_that_is_gone_had_in_its_hands_is_in_doubt_and_never_sent_again()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.PutAsync("d", CareBench.Li);
        var channel = bench.Channel;
        bench.Channel = new ForgetfulChannel(channel, together: 2);
        await bench.DieAsync("before report");
        Assert.Equal(2, bench.Files.Length);

        bench.Channel = new ForgetfulChannel(channel);
        Assert.True(await bench.IsDueAsync());
        await bench.RunAsync();
        Assert.Equal("c 1 2026 in_doubt sender-vanished, d 1 2026 in_doubt sender-vanished", await bench.LedgerAsync());
        Assert.Equal(2, bench.Files.Length);
        Assert.False(await bench.IsDueAsync());
    }

    [Fact]
    public async Task A_report_under_a_ticket_of_before_says_nothing()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.DieAsync("after take");
        var key = CareKey.Birthday("c", 1, 2026).MessageKey;
        await bench.Outbox.Report([new(key, "another", Delivery.Sent, bench.Host.Clock.Now)], CancellationToken.None);
        Assert.Equal("sending", await bench.Host.AskAsync<string>("SELECT status FROM message"));
        Assert.Equal("c 1 2026 scheduled", await bench.LedgerAsync());
    }

    [Fact]
    public async Task What_has_left_is_never_decided_again_whoever_says_so()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.RunAsync();
        var now = bench.Host.Clock.Now;
        var again = new CareDecision(CareKey.Birthday("c", 1, 2026), CareOutcome.Scheduled, null, new(2026, 6, 15), now, now.AddHours(8));
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await bench.Book.Decide(["c"], new(2026, 1, 1), (_, _) => [again], CancellationToken.None));
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        Assert.Equal("sent", await bench.Host.AskAsync<string>("SELECT status FROM message"));
    }

    [Fact]
    public async Task What_a_process_at_work_has_in_its_hands_is_left_to_it()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        bench.Channel = new ForgetfulChannel(bench.Channel);
        await bench.DieAsync("before report");
        await using var atWork = await bench.Outbox.Present(bench.Channel.Owner, CancellationToken.None);

        bench.Channel = new ForgetfulChannel(bench.Channel);
        Assert.False(await bench.IsDueAsync());
        await bench.RunAsync();
        Assert.Equal("sending", await bench.Host.AskAsync<string>("SELECT status FROM message"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_silos_at_once_decide_and_send_once(bool shareFolder)
    {
        const int Customers = 60;
        await using var one = await CareBench.StartAsync();
        await using var two = await CareBench.StartAsync(one, shareFolder);
        foreach (var bench in new[] { one, two })
        {
            bench.SetClock("2026-06-15 12:00");
        }

        await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => one.PutAsync($"c{i:00}", CareBench.Li)));
        await Task.WhenAll(one.RunAsync(), two.RunAsync(), one.RunAsync(), two.RunAsync());

        // A sender that finds another's message in the making takes it back, and its sender tries again a minute later.
        one.SetClock("2026-06-15 12:02");
        two.SetClock("2026-06-15 12:02");
        await one.RunAsync();
        await two.RunAsync();
        var files = shareFolder ? one.Files : [.. one.Files, .. two.Files];
        Assert.Equal(Customers, files.Length);
        Assert.Equal(Customers, files.Select(Path.GetFileName).Distinct().Count());
        Assert.Equal(Customers, await one.Host.AskAsync<long>("SELECT count(*) FROM care_decision WHERE outcome = 'sent'"));
        Assert.Equal(Customers, await one.Host.AskAsync<long>("SELECT count(*) FROM care_decision"));
        Assert.Equal(Customers, await one.Host.AskAsync<long>("SELECT count(*) FROM message WHERE status = 'sent'"));
    }

    [Fact]
    public async Task A_silo_that_never_comes_back_leaves_its_message_in_doubt_and_one_that_does_clears_it_up()
    {
        await using var gone = await CareBench.StartAsync();
        await using var other = await CareBench.StartAsync(gone);
        gone.SetClock("2026-06-15 12:00");
        other.SetClock("2026-06-15 12:00");
        await gone.PutAsync("c", CareBench.Li);
        await gone.DieAsync("before report");

        await other.RunAsync();
        Assert.Equal("c 1 2026 scheduled", await other.LedgerAsync());
        other.SetClock("2026-06-16 12:00");
        await other.RunAsync();
        Assert.Equal("c 1 2026 in_doubt sender-vanished", await other.LedgerAsync());
        Assert.Empty(other.Files);

        await gone.RunAsync();
        Assert.Equal("c 1 2026 sent", await other.LedgerAsync());
    }
}
