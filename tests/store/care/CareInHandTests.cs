using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Care;

/// <summary>Between being taken and going on the wire a message is in a sender's hands: there nothing of it has left.</summary>
public sealed class CareInHandTests
{
    [Fact]
    public async Task What_a_process_that_is_gone_had_claimed_and_not_begun_is_sent_after_all()
    {
        const int Messages = 40;
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(i => bench.PutAsync($"c{i:00}", CareBench.Li)));
        var channel = bench.Channel;
        bench.Channel = new ForgetfulChannel(channel);
        await bench.DieAsync("after begin");
        Assert.Equal(Messages, await bench.Host.AskAsync<long>("SELECT count(*) FROM message WHERE status = 'sending'"));

        bench.Channel = new ForgetfulChannel(channel);
        Assert.True(await bench.IsDueAsync());
        await bench.RunAsync();
        var doubtful = await bench.Host.AskAsync<long>("SELECT count(*) FROM care_decision WHERE outcome = 'in_doubt' AND reason = 'sender-vanished'");
        Assert.InRange(doubtful, 1, 8); // those that are on the wire at once
        Assert.Equal(Messages - doubtful, await bench.Host.AskAsync<long>("SELECT count(*) FROM care_decision WHERE outcome = 'sent'"));
        Assert.Equal(Messages - doubtful, bench.Files.Length);
        Assert.False(await bench.IsDueAsync());
    }

    [Fact]
    public async Task What_a_process_at_work_took_without_its_knowing_is_sent_with_its_next_run()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        bench.Channel = new ForgetfulChannel(bench.Channel);
        await bench.DieAsync("after take");
        Assert.True(await bench.IsDueAsync());
        await bench.RunAsync();
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        Assert.Single(bench.Files);
    }

    [Fact]
    public async Task A_sender_that_is_taken_for_dead_and_is_not_sends_nothing_that_was_given_back()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        var (folder, outbox) = (bench.Channel, bench.Outbox);
        var other = new NotedChannel();
        bench.Channel = new ForgetfulChannel(folder);
        bench.Outbox = new TakenForDead(outbox, () => CareBench.RunAsync(new(bench.Book, outbox, [other], bench.Messages, bench.Host.Clock)));
        await bench.RunAsync();
        Assert.Single(other.Sent);
        Assert.Empty(bench.Files);
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        Assert.False(await bench.IsDueAsync());
    }

    [Fact]
    public async Task Whoever_asks_for_a_dead_sender_again_and_again_is_told_so_every_time()
    {
        await using var bench = await CareBench.StartAsync();
        for (var i = 0; i < 200; i++)
        {
            Assert.True(await bench.Outbox.IsGone("somebody", CancellationToken.None));
        }

        await using (await bench.Outbox.Present("somebody", CancellationToken.None))
        {
            Assert.False(await bench.Outbox.IsGone("somebody", CancellationToken.None));
        }
    }

    [Fact]
    public async Task Where_it_cannot_be_written_down_that_a_message_begins_it_does_not()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("c", CareBench.Li);
        bench.Channel = new ForgetfulChannel(bench.Channel);
        var dying = new DyingOutbox(bench.Outbox, "before begin");
        bench.Outbox = dying;
        var job = bench.Job();
        await Assert.ThrowsAsync<DeadException>(() => CareBench.RunAsync(job));
        Assert.Empty(bench.Files);

        dying.Revive();
        await CareBench.RunAsync(job);
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        Assert.Single(bench.Files);
    }
}
