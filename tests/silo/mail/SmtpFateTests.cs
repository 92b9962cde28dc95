using System.Net;
using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>Whatever a server does at whatever step, the fate that is told is the true one.</summary>
public sealed class SmtpFateTests
{
    // Far more than fits between the two ends of a connection.
    private const int Long = 12_000_000;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData("hello", "421 busy", "Deferred smtp-421")]
    [InlineData("hello", "554 no", "Deferred smtp-554")]
    [InlineData("hello", "what?", "Deferred smtp-broken")]
    [InlineData("hello", ScriptedSmtp.Drop, "Deferred smtp-broken")]
    [InlineData("EHLO", ScriptedSmtp.Drop, "Deferred smtp-broken")]
    [InlineData("AUTH", "535 no", "Deferred smtp-auth")]
    [InlineData("AUTH", "454 later", "Deferred smtp-auth")]
    [InlineData("AUTH", ScriptedSmtp.Drop, "Deferred smtp-broken")]
    [InlineData("MAIL", "451 later", "Deferred smtp-451")]
    [InlineData("MAIL", "530 sign in", "Deferred smtp-auth")]
    [InlineData("MAIL", "554 not you", "Deferred smtp-554")]
    [InlineData("MAIL", ScriptedSmtp.Drop, "Deferred smtp-broken")]
    [InlineData("RCPT", "450 grey", "Deferred smtp-450")]
    [InlineData("RCPT", "451 later", "Deferred smtp-451")]
    [InlineData("RCPT", "550 unknown", "Refused smtp-550")]
    [InlineData("RCPT", "554 no", "Refused smtp-554")]
    [InlineData("RCPT", "\u0007\u0007\u0007\u0007", "Deferred smtp-broken")]
    [InlineData("DATA", "451 later", "Deferred smtp-451")]
    [InlineData("DATA", "554 no", "Refused smtp-554")]
    [InlineData("DATA", "250 whatever", "Deferred smtp-broken")]
    [InlineData("DATA", ScriptedSmtp.Drop, "Deferred smtp-broken")]
    public async Task Before_the_message(string step, string does, string fate) => Assert.Equal((fate, 0), await TryAsync(step, does));

    [Theory]
    [InlineData("hello")]
    [InlineData("EHLO")]
    [InlineData("AUTH")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task A_stall_before_the_message(string step) =>
        Assert.Equal(("Deferred smtp-timeout", 0), await TryAsync(step, ScriptedSmtp.Stall, answer: Short));

    [Fact]
    public async Task A_line_that_breaks_in_the_middle_of_the_message() =>
        Assert.Equal(("Deferred smtp-broken", 0), await TryAsync("body", ScriptedSmtp.Drop, textLength: Long));

    [Fact]
    public async Task A_server_that_stops_reading_in_the_middle_of_the_message() =>
        Assert.Equal(("Deferred smtp-timeout", 0), await TryAsync("body", ScriptedSmtp.Stall, textLength: Long, answer: Short));

    // Sizes around the blocks in which a message is written.
    [Theory]
    [InlineData("250 taken", "Sent ", 1)]
    [InlineData("252 perhaps", "Sent ", 1)]
    [InlineData("451 later", "Deferred smtp-451", 1)]
    [InlineData("421 closing", "Deferred smtp-421", 1)]
    [InlineData("530 sign in", "Deferred smtp-auth", 1)]
    [InlineData("554 spam", "Refused smtp-554", 1)]
    [InlineData("354 what?", "Unknown smtp-unanswered", 1)]
    [InlineData("garbage", "Unknown smtp-unanswered", 1)]
    [InlineData(ScriptedSmtp.Drop, "Unknown smtp-unanswered", 1)]
    [InlineData(ScriptedSmtp.Drop, "Unknown smtp-unanswered", 3_000)]
    [InlineData(ScriptedSmtp.Drop, "Unknown smtp-unanswered", 100_000)]
    [InlineData(ScriptedSmtp.Drop, "Unknown smtp-unanswered", 1_000_000)]
    public async Task After_the_dot(string does, string fate, int textLength) =>
        Assert.Equal((fate, 1), await TryAsync(".", does, textLength: textLength));

    [Fact]
    public async Task After_the_dot_at_every_end_of_a_block()
    {
        await using var server = new ScriptedSmtp((step, _) => step == "." ? ScriptedSmtp.Drop : null);
        using var channel = Letters.Open(Letters.Settings(server.Port));
        for (var length = 0; length < 4_200; length += 57)
        {
            Assert.Equal(new(DeliveryFate.Unknown, "smtp-unanswered"), await channel.SendAsync(Letters.To("li@example.com", length, length)));
        }
    }

    // A machine may be too slow for the steps before it: then it is given longer.
    [Fact]
    public async Task A_stall_after_the_dot()
    {
        var (fate, taken) = ("", 0);
        for (var answer = TimeSpan.FromSeconds(1); taken == 0; answer *= 2)
        {
            (fate, taken) = await TryAsync(".", ScriptedSmtp.Stall, answer: answer);
            Assert.Contains(fate, new[] { "Deferred smtp-timeout", "Unknown smtp-unanswered" });
        }

        Assert.Equal("Unknown smtp-unanswered", fate);
    }

    [Fact]
    public async Task Nobody_listens()
    {
        using var port = new ShutPort();
        using var channel = Letters.Open(Letters.Settings(port.Number));
        Assert.Equal(new(DeliveryFate.Deferred, "smtp-unreachable"), await channel.SendAsync(Letters.To("li@example.com")));
        using var nowhere = Letters.Open(Letters.Settings(port.Number) with { Host = "nowhere.invalid" });
        Assert.Equal(new(DeliveryFate.Deferred, "smtp-unreachable"), await nowhere.SendAsync(Letters.To("li@example.com")));
    }

    [Fact]
    public async Task An_address_that_the_server_cannot_take()
    {
        await using var server = new ScriptedSmtp((_, _) => null);
        using var channel = Letters.Open(Letters.Settings(server.Port));
        Assert.Equal(new(DeliveryFate.Refused, "smtp-utf8"), await channel.SendAsync(Letters.To("李@example.com")));
        Assert.Equal(Delivery.AddressUnusable, await channel.SendAsync(Letters.To("a@b@c")));
        Assert.Equal(Delivery.Sent, await channel.SendAsync(Letters.To("li@例子.公司")));
        Assert.Contains("RCPT TO:<li@xn--fsqu00a.xn--55qx5d>", server.Commands);
    }

    [Theory]
    [InlineData("MAIL", "Deferred cancelled")]
    [InlineData("DATA", "Deferred cancelled")]
    [InlineData(".", "Sent ")]
    public async Task Whoever_wants_it_to_stop_is_obeyed_until_it_is_handed_over(string step, string fate)
    {
        using var stop = new CancellationTokenSource();
        await using var server = new ScriptedSmtp((at, _) =>
        {
            if (at == step)
            {
                stop.Cancel();
            }

            return at == step && step != "." ? ScriptedSmtp.Stall : null;
        });
        using var channel = Letters.Open(Letters.Settings(server.Port));
        Assert.Equal(fate, Words(await channel.SendAsync(Letters.To("li@example.com"), stop.Token)));
        Assert.Equal(new(DeliveryFate.Deferred, "cancelled"), await channel.SendAsync(Letters.To("li@example.com"), stop.Token));
    }

    [Fact]
    public async Task What_became_of_a_ticket_nobody_knows_afterwards()
    {
        using var one = Letters.Open(Letters.Settings(25));
        using var other = Letters.Open(Letters.Settings(25));
        Assert.Equal(DeliveryFate.Unknown, await one.FateOf("k", "t"));
        Assert.NotEqual(one.Owner, other.Owner);
    }

    private static async Task<(string Fate, int Taken)> TryAsync(string step, string does, int textLength = 10, TimeSpan? answer = null)
    {
        await using var server = new ScriptedSmtp((at, _) => at == step ? does : null);
        var settings = Letters.Settings(server.Port) with { Account = Letters.Account };
        using var channel = Letters.Open(settings with { Answer = answer ?? settings.Answer });
        var delivery = await channel.SendAsync(Letters.To("li@example.com", textLength: textLength));
        return (Words(delivery), server.Messages.Count);
    }

    private static string Words(Delivery delivery) => $"{delivery.Fate} {delivery.Reason}";
}
