using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Store.Care;

/// <summary>A sender that dies between any two of its steps, and senders that work at once: a greeting leaves once.</summary>
public sealed class CareCrashTests
{
    [Theory]
    [InlineData("before prepare", "scheduled")]
    [InlineData("after prepare", "scheduled")]
    [InlineData("after claim", "sending")]
    [InlineData("after release", "sending")]
    [InlineData("after report", "sent")]
    public async Task A_sender_that_dies(string step, string left)
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        var (channel, outbox) = (bench.Channel, bench.Outbox);
        (bench.Channel, bench.Outbox) = (new DyingChannel(channel, step), new DyingOutbox(outbox, step));
        await Assert.ThrowsAsync<DeadException>(bench.RunAsync);
        Assert.Equal(left, await bench.Host.AskAsync<string>("SELECT status FROM message"));

        // The file of a message that had left is taken away by whoever sends it on; it must not come back.
        var gone = bench.Files.Length;
        bench.Files.ToList().ForEach(File.Delete);
        (bench.Channel, bench.Outbox) = (channel, outbox);
        await bench.RunAsync();
        await bench.RunAsync();
        Assert.Equal(1, gone + bench.Files.Length);
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
    }

    [Theory]
    [InlineData("after withdraw")]
    [InlineData("after give back")]
    public async Task A_sender_that_dies_while_clearing_up_after_another(string step)
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        var (channel, outbox) = (bench.Channel, bench.Outbox);
        bench.Outbox = new DyingOutbox(outbox, "after claim");
        await Assert.ThrowsAsync<DeadException>(bench.RunAsync);
        (bench.Channel, bench.Outbox) = (new DyingChannel(channel, step), new DyingOutbox(outbox, step));
        await Assert.ThrowsAsync<DeadException>(bench.RunAsync);
        Assert.Empty(bench.Files);

        (bench.Channel, bench.Outbox) = (channel, outbox);
        await bench.RunAsync();
        Assert.Single(bench.Files);
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
    }

    [Fact]
    public async Task What_was_claimed_and_never_left_is_looked_at_again_before_it_does()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        var outbox = bench.Outbox;
        bench.Outbox = new DyingOutbox(outbox, "after claim");
        await Assert.ThrowsAsync<DeadException>(bench.RunAsync);
        await bench.PutAsync("c", CareBench.Li with { Consent = CareBench.Li.Consent.SetItem("email", false) });
        bench.Outbox = outbox;
        await bench.RunAsync();

        // Planning ran first and found it leaving; the sender then found that it had not, and asked again.
        Assert.Equal("c 1 2026 opted_out consent-refused", await bench.LedgerAsync());
        Assert.Empty(bench.Files);
        Assert.Empty(bench.Hidden);
    }

    [Fact]
    public async Task Facts_that_change_between_rendering_and_claiming_are_those_that_count()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        bench.Channel = new Meanwhile(bench.Channel, () => bench.PutAsync("c", CareBench.Li with { Email = "new@example.com" }));
        await bench.RunAsync();
        Assert.Contains("new@example.com", await File.ReadAllTextAsync(Assert.Single(bench.Files)));
        Assert.Empty(bench.Hidden);
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

        // A sender that finds another's message in the making takes it back and leaves it to the next run.
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
        gone.Outbox = new DyingOutbox(gone.Outbox, "after release");
        await Assert.ThrowsAsync<DeadException>(gone.RunAsync);

        await other.RunAsync();
        Assert.Equal("c 1 2026 scheduled", await other.LedgerAsync());
        other.SetClock("2026-06-16 12:00");
        await other.RunAsync();
        Assert.Equal("c 1 2026 in_doubt sender-vanished", await other.LedgerAsync());
        Assert.Empty(other.Files);

        gone.Outbox = other.Outbox;
        await gone.RunAsync();
        Assert.Equal("c 1 2026 sent", await other.LedgerAsync());
    }

    private sealed class DeadException : Exception;

    private sealed class DyingChannel(IMessageChannel channel, string step) : IMessageChannel
    {
        public string Owner => channel.Owner;

        public async ValueTask<string?> Prepare(OutgoingMessage message, CancellationToken ct)
        {
            DieIf(step == "before prepare");
            var ticket = await channel.Prepare(message, ct);
            DieIf(step == "after prepare");
            return ticket;
        }

        public ValueTask<bool> Release(string key, string ticket) => channel.Release(key, ticket);

        public async ValueTask<MessageFate> Withdraw(string key, string ticket)
        {
            var fate = await channel.Withdraw(key, ticket);
            DieIf(step == "after withdraw");
            return fate;
        }

        public ValueTask Tidy() => channel.Tidy();
    }

    private sealed class DyingOutbox(IOutbox outbox, string step) : IOutbox
    {
        public IAsyncEnumerable<string> Due(DateTimeOffset now, CancellationToken ct) => outbox.Due(now, ct);

        public ValueTask<Dispatch?> Find(string key, CancellationToken ct) => outbox.Find(key, ct);

        public async ValueTask<bool> Claim(Dispatch seen, string owner, string ticket, DateTimeOffset now, CancellationToken ct)
        {
            var claimed = await outbox.Claim(seen, owner, ticket, now, ct);
            DieIf(step == "after claim");
            return claimed;
        }

        public ValueTask<bool> Decide(Dispatch seen, CareDecision fresh, DateTimeOffset now, CancellationToken ct) => outbox.Decide(seen, fresh, now, ct);

        public async ValueTask Sent(string key, string ticket, CancellationToken ct)
        {
            DieIf(step == "after release");
            await outbox.Sent(key, ticket, ct);
            DieIf(step == "after report");
        }

        public ValueTask<ImmutableArray<LeftDispatch>> Left(string owner, CancellationToken ct) => outbox.Left(owner, ct);

        public async ValueTask GiveBack(string key, string ticket, CancellationToken ct)
        {
            await outbox.GiveBack(key, ticket, ct);
            DieIf(step == "after give back");
        }

        public ValueTask<int> Doubt(string owner, DateTimeOffset now, CancellationToken ct) => outbox.Doubt(owner, now, ct);
    }

    /// <summary>Lets something happen once, just after a message was prepared.</summary>
    private sealed class Meanwhile(IMessageChannel channel, Func<Task> happens) : IMessageChannel
    {
        private int prepared;

        public string Owner => channel.Owner;

        public async ValueTask<string?> Prepare(OutgoingMessage message, CancellationToken ct)
        {
            var ticket = await channel.Prepare(message, ct);
            if (prepared++ == 0)
            {
                await happens();
            }

            return ticket;
        }

        public ValueTask<bool> Release(string key, string ticket) => channel.Release(key, ticket);

        public ValueTask<MessageFate> Withdraw(string key, string ticket) => channel.Withdraw(key, ticket);

        public ValueTask Tidy() => channel.Tidy();
    }

    private static void DieIf(bool now)
    {
        if (now)
        {
            throw new DeadException();
        }
    }
}
