using Lifecycle.Grains;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>Connections are used again while they are good, and what lay dead costs no message.</summary>
public sealed class SmtpPoolTests
{
    [Fact]
    public async Task A_refused_recipient_leaves_the_connection_to_the_next()
    {
        var refused = false;
        await using var server = new ScriptedSmtp((step, _) => step == "RCPT" && refused ? "550 unknown" : null);
        using var channel = Letters.Open(Letters.Settings(server.Port));
        Assert.Equal(Delivery.Sent, await channel.SendAsync(Letters.To("a@example.com", 1)));
        refused = true;
        Assert.Equal(new(DeliveryFate.Refused, "smtp-550"), await channel.SendAsync(Letters.To("b@example.com", 2)));
        refused = false;
        Assert.Equal(Delivery.Sent, await channel.SendAsync(Letters.To("c@example.com", 3)));
        Assert.Equal((1, 2), (server.Connections, server.Messages.Count));
        Assert.Single(server.Commands, "RSET");
    }

    [Fact]
    public async Task A_connection_ends_after_its_messages_with_a_good_bye()
    {
        await using var server = new ScriptedSmtp((_, _) => null);
        using var channel = Letters.Open(Letters.Settings(server.Port) with { MessagesPerConnection = 2 });
        await SendAsync(channel, 5);
        Assert.Equal((3, 5), (server.Connections, server.Messages.Count));
        Assert.Equal(2, server.Commands.Count(c => c == "QUIT"));
    }

    [Fact]
    public async Task A_connection_that_lay_too_long_is_not_used()
    {
        var time = new HandSetTime();
        await using var server = new ScriptedSmtp((_, _) => null);
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Idle = TimeSpan.FromSeconds(30) }, time);
        await SendAsync(channel, 2);
        time.Pass(TimeSpan.FromSeconds(29));
        await SendAsync(channel, 1);
        Assert.Equal(1, server.Connections);
        time.Pass(TimeSpan.FromSeconds(30));
        await SendAsync(channel, 1);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Idle_connections_are_closed_without_anybody_sending()
    {
        var time = new HandSetTime();
        var bye = new TaskCompletionSource();
        await using var server = new ScriptedSmtp((step, _) =>
        {
            if (step == "QUIT")
            {
                bye.TrySetResult();
            }

            return null;
        });
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Idle = TimeSpan.FromSeconds(30) }, time);
        await SendAsync(channel, 1);
        time.Pass(TimeSpan.FromSeconds(30));
        await bye.Task.WaitAsync(Machine.Guard);
    }

    [Theory]
    [InlineData(ScriptedSmtp.Drop)]
    [InlineData("421 you were idle")]
    public async Task What_was_closed_meanwhile_costs_no_message(string does)
    {
        var mails = 0;
        await using var server = new ScriptedSmtp((step, number) => step == "MAIL" && number == 1 && ++mails == 2 ? does : null);
        using var channel = Letters.Open(Letters.Settings(server.Port));
        await SendAsync(channel, 2);
        Assert.Equal((2, 2), (server.Connections, server.Messages.Count));
    }

    [Fact]
    public async Task A_new_connection_that_breaks_is_not_tried_for_ever()
    {
        await using var server = new ScriptedSmtp((step, _) => step == "MAIL" ? ScriptedSmtp.Drop : null);
        using var channel = Letters.Open(Letters.Settings(server.Port));
        Assert.Equal(new(DeliveryFate.Deferred, "smtp-broken"), await channel.SendAsync(Letters.To("a@example.com")));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task What_broke_after_the_handover_is_never_sent_again()
    {
        var dots = 0;
        await using var server = new ScriptedSmtp((step, _) => step == "." && ++dots == 2 ? ScriptedSmtp.Drop : null);
        using var channel = Letters.Open(Letters.Settings(server.Port));
        await SendAsync(channel, 1);
        Assert.Equal(new(DeliveryFate.Unknown, "smtp-unanswered"), await channel.SendAsync(Letters.To("a@example.com", 2)));
        Assert.Equal((1, 2), (server.Connections, server.Messages.Count));
    }

    [Fact]
    public async Task A_server_that_cannot_be_used_is_left_alone_for_a_moment()
    {
        var (time, isBusy) = (new HandSetTime(), true);
        await using var server = new ScriptedSmtp((step, _) => step == "hello" && isBusy ? "421 busy" : null);
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Pause = TimeSpan.FromSeconds(5) }, time);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(new(DeliveryFate.Deferred, "smtp-421"), await channel.SendAsync(Letters.To("a@example.com")));
        }

        Assert.Equal(1, server.Connections);
        isBusy = false;
        time.Pass(TimeSpan.FromSeconds(5));
        await SendAsync(channel, 1);
        Assert.Equal(2, server.Connections);
    }

    private static async Task SendAsync(Lifecycle.Silo.Mail.SmtpChannel channel, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(Delivery.Sent, await channel.SendAsync(Letters.To("a@example.com", i)));
        }
    }
}
