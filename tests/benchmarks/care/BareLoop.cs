using System.Net.Sockets;
using Lifecycle.Benchmarks.Preload;
using Lifecycle.Grains;
using Lifecycle.Tests.Support;
using MailKit.Net.Smtp;
using MimeKit;

namespace Lifecycle.Benchmarks.Care;

/// <summary>What anybody would write who has the texts and needs no ledger: a few connections, one message after the other.</summary>
internal sealed class BareLoop
{
    private readonly MessageText[] texts;

    private BareLoop(MessageText[] texts) => this.texts = texts;

    /// <summary>The same texts that the job sends, rendered beforehand.</summary>
    public static BareLoop Of(int customers)
    {
        var templates = Lifecycle.Templates.MessageTemplates.Embedded();
        return new([.. Enumerable.Range(0, customers).Select(number =>
        {
            var (id, contact) = (SyntheticPortfolio.Id(number), CareStore.Person(number % 2 == 0 ? "zh-CN" : "en"));
            var fields = MessageFields.For(new($"Customer {number}", [contact]), contact, CustomerKind.Enterprise, "Acme 公司") with
            {
                Occasion = Festivals.Find(CareStore.Festival)!.Names.In(contact.Language), OccursOn = CareStore.FestivalDay,
            };
            return new MessageText(
                new CareKey(id, 1, CareStore.Festival, "2026", CareChannels.Email).MessageKey, contact.Name!, id + contact.Email,
                templates.Render("festival", contact.Language, fields.ToDictionary()));
        })]);
    }

    /// <summary>Sends all of them.</summary>
    public async Task SendAsync(int port)
    {
        var settings = CareStore.Mail(port);
        await Task.WhenAll(texts.Chunk((texts.Length + settings.Connections - 1) / settings.Connections).Select(share => Task.Run(async () =>
        {
            using var client = new SmtpClient();
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(settings.Host, settings.Port);
            await client.ConnectAsync(socket, settings.Host, settings.Port, settings.Security);
            foreach (var text in share)
            {
                using var mail = text.Mail(settings.From);
                await client.SendAsync(mail);
            }

            await client.DisconnectAsync(quit: true);
        })));
    }

    private sealed record MessageText(string Key, string Name, string Address, RenderedText Text)
    {
        public MimeMessage Mail(MailboxAddress from)
        {
            var body = new BodyBuilder { TextBody = Text.Text, HtmlBody = Text.Html };
            var mail = new MimeMessage([from], [new MailboxAddress(Name, Address)], Text.Subject, body.ToMessageBody()) { MessageId = $"{Key}@{from.Domain}" };
            mail.Prepare(EncodingConstraint.SevenBit);
            return mail;
        }
    }
}
