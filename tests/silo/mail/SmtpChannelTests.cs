using Lifecycle.Grains;
using MimeKit;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>Messages through a mail server that nobody here wrote.</summary>
public sealed class SmtpChannelTests
{
    [Fact]
    public async Task A_message_arrives_as_it_was_written_from_the_bounce_address()
    {
        await using var server = RealSmtp.Start();
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Account = Letters.Account });
        var message = Letters.To("li@example.com") with { Unsubscribe = new("https://acme.example/u/" + new string('x', 120) + "?t=1") };
        Assert.Equal(Delivery.Sent, await channel.SendAsync(message));
        var (sender, recipient, mail) = Assert.Single(server.Taken);
        Assert.Equal(("bounces@acme.example", "li@example.com"), (sender, recipient));
        Assert.Equal("care@acme.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal(("祝您生日快乐", message.Key + "@acme.example"), (mail.Subject, mail.MessageId));
        Assert.Equal(message.Text.Text, mail.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal($"<{message.Unsubscribe}>", mail.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
    }

    [Fact]
    public async Task A_mail_without_an_address_to_unsubscribe_claims_none()
    {
        await using var server = RealSmtp.Start();
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Account = Letters.Account });
        await channel.SendAsync(Letters.To("li@example.com"));
        Assert.DoesNotContain(Assert.Single(server.Taken).Mail.Headers, h => h.Field.StartsWith("List-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Many_at_once_share_a_few_connections()
    {
        const int Messages = 200, Connections = 3;
        await using var server = RealSmtp.Start();
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Account = Letters.Account, Connections = Connections });
        var sent = await Task.WhenAll(Enumerable.Range(0, Messages).Select(i => channel.SendAsync(Letters.To($"c{i}@example.com", i))));
        Assert.All(sent, delivery => Assert.Equal(Delivery.Sent, delivery));
        Assert.Equal(Messages, server.Taken.Select(t => t.Recipient).Distinct().Count());
        Assert.InRange(server.Sessions, 1, Connections);
    }

    [Fact]
    public async Task What_is_refused_is_told_apart_and_stops_nobody()
    {
        await using var server = RealSmtp.Start();
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Account = Letters.Account });
        Assert.Equal(new(DeliveryFate.Refused, "smtp-550"), await channel.SendAsync(Letters.To("unknown@example.com", 1)));
        Assert.Equal(new(DeliveryFate.Deferred, "smtp-451"), await channel.SendAsync(Letters.To("grey@example.com", 2)));
        Assert.Equal(new(DeliveryFate.Refused, "smtp-554"), await channel.SendAsync(Letters.To("li@example.com", 0xbad)));
        Assert.Equal(Delivery.Sent, await channel.SendAsync(Letters.To("li@example.com", 3)));
        Assert.Equal((1, 1), (server.Sessions, server.Taken.Count));
    }

    [Fact]
    public async Task A_wrong_password_defers()
    {
        await using var server = RealSmtp.Start();
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Account = new("acme", "wrong") });
        Assert.Equal(new(DeliveryFate.Deferred, "smtp-auth"), await channel.SendAsync(Letters.To("li@example.com")));
        using var nobody = Letters.Open(Letters.Settings(server.Port));
        Assert.Equal(new(DeliveryFate.Deferred, "smtp-auth"), await nobody.SendAsync(Letters.To("li@example.com")));
    }
}
