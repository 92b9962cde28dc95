using Lifecycle.Grains;
using Lifecycle.Store.Care;
using Lifecycle.Store.Webhooks;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Care;

/// <summary>Messages to gateways that are tried again by hand, and the log of their attempts.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData("sms", "failed", "Accepted ", "scheduled scheduled")]
    [InlineData("wecom", "in_doubt", "Accepted ", "scheduled scheduled")]
    [InlineData("sms", "scheduled", "Duplicate ", "scheduled failed")]
    [InlineData("sms", "sent", "Refused message-not-failed", "sent failed")]
    [InlineData("sms", "opted_out", "Refused message-not-failed", "opted_out failed")]
    [InlineData("email", "failed", "Refused message-not-found", "failed failed")]
    public async Task A_message_that_failed_is_scheduled_again(string channel, string outcome, string answer, string left)
    {
        await using var host = await StartAsync(channel, outcome);
        Assert.Equal(answer, Words(await new Replays(host.Database).Replay("k", host.Clock.Now, CancellationToken.None)));
        Assert.Equal(left, await host.AskAsync<string>("SELECT d.outcome || ' ' || m.status FROM care_decision d JOIN message m ON m.key = d.message_key"));
    }

    [Fact]
    public async Task It_is_due_at_once_and_twice_is_once()
    {
        await using var host = await StartAsync("sms", "failed");
        var replays = new Replays(host.Database);
        Assert.Equal("Accepted ", Words(await replays.Replay("k", host.Clock.Now, CancellationToken.None)));
        Assert.Equal("Duplicate ", Words(await replays.Replay("k", host.Clock.Now, CancellationToken.None)));
        Assert.True(await host.AskAsync<bool>("SELECT m.send_after = d.send_after AND reason IS NULL FROM care_decision d, message m"));
    }

    [Fact]
    public async Task What_expired_or_was_never_there_is_refused()
    {
        await using var host = await StartAsync("sms", "failed");
        var replays = new Replays(host.Database);
        Assert.Equal("Refused message-expired", Words(await replays.Replay("k", host.Clock.Now.AddDays(2), CancellationToken.None)));
        Assert.Equal("Refused message-not-found", Words(await replays.Replay("x", host.Clock.Now, CancellationToken.None)));
    }

    [Fact]
    public async Task Attempts_are_written_down_and_forgotten()
    {
        await using var host = await StoreHost.StartAsync();
        var (log, now) = (new DeliveryLog(host.Database), host.Clock.Now);
        await log.Add(new("k", "sms", now, TimeSpan.FromMilliseconds(12.7), 503, new(DeliveryFate.Deferred, "http-503")), CancellationToken.None);
        await log.Add(new("k", "sms", now.AddMinutes(1), TimeSpan.Zero, null, new(DeliveryFate.Deferred, "http-unreachable")), CancellationToken.None);
        await log.Add(new("k", "wecom", now, TimeSpan.Zero, 200, Delivery.Sent), CancellationToken.None);
        await log.Clear("sms", now.AddSeconds(1), CancellationToken.None);
        Assert.Equal("sms 0 deferred http-unreachable, wecom 0 200 sent", await host.AskAsync<string>(
            "SELECT string_agg(concat_ws(' ', channel, duration_ms, status, outcome, reason), ', ' ORDER BY id) FROM webhook_delivery"));
    }

    private static string Words(Verdict verdict) => $"{verdict.Status} {verdict.Refusal?.Code}";

    /// <summary>A decision of that outcome whose message a retry had put off.</summary>
    private static async Task<StoreHost> StartAsync(string channel, string outcome)
    {
        var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        await using var command = host.Database.Readers.CreateCommand("""
            WITH d AS (
                INSERT INTO care_decision VALUES ('c', 1, 'birthday', '2026', $1, 'k', $2, 'http-503', '2026-06-15',
                    '2026-06-15T00:00Z', '2026-06-16T00:00Z', '2026-06-10T00:00Z', NULL))
            INSERT INTO message VALUES ('k', 'failed', '2026-06-15T20:00Z', '2026-06-16T00:00Z')
            """);
        command.Parameters.Add(new() { Value = channel });
        command.Parameters.Add(new() { Value = outcome });
        await command.ExecuteNonQueryAsync();
        return host;
    }
}
