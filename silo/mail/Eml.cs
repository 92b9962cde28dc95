using System.Text;
using Lifecycle.Grains;
using MimeKit;
using MimeKit.Text;
using MimeKit.Utils;

namespace Lifecycle.Silo.Mail;

/// <summary>Messages as .eml: RFC 5322 and MIME, plain text beside HTML, nothing but ASCII on the wire.</summary>
internal static class Eml
{
    private static readonly FormatOptions Format = new() { NewLineFormat = NewLineFormat.Dos, EnsureNewLine = true };

    /// <summary>The message, or null when its address cannot stand in a header.</summary>
    public static MimeMessage? Of(OutgoingMessage message, MailboxAddress from)
    {
        if (!MailboxAddress.TryParse(message.Address, out var address) || address.Address != message.Address || address.Domain.Length == 0)
        {
            return null;
        }

        var mail = new MimeMessage
        {
            Date = message.Date.AddTicks(-(message.Date.Ticks % TimeSpan.TicksPerSecond)),
            MessageId = $"{message.Key}@{from.Domain}",
            Body = new MultipartAlternative
            {
                // Best last: a reader shows the last part that it understands.
                Part(TextFormat.Plain, message.Text.Text),
                Part(TextFormat.Html, message.Text.Html),
            },
        };
        mail.Headers.Replace(Subject(message.Text.Subject));
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress(message.Recipient, message.Address));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add(HeaderId.ContentLanguage, message.Text.Language);
        if (message.Unsubscribe is { } unsubscribe)
        {
            mail.Headers.Add(Raw(HeaderId.ListUnsubscribe, $"<{unsubscribe.AbsoluteUri}>"));
            mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        mail.Prepare(EncodingConstraint.SevenBit);
        return mail;
    }

    /// <summary>Writes a message as it travels.</summary>
    public static Task WriteAsync(MimeMessage mail, Stream target, CancellationToken ct) => mail.WriteToAsync(Format, target, ct);

    // The library fills the first line as if it had no name in front; a line with encoded words has at most 76 characters.
    private static Header Subject(string text)
    {
        var header = new Header(HeaderId.Subject, "");
        header.SetValue(new FormatOptions { MaxLineLength = 66 }, Encoding.UTF8, text);
        return header;
    }

    // An address is not to be folded or encoded: some who read it know neither.
    private static Header Raw(HeaderId id, string value)
    {
        var header = new Header(id, "");
        header.SetRawValue(Encoding.ASCII.GetBytes($" {value}\r\n"));
        return header;
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.Base64 };
        part.SetText("utf-8", text);
        return part;
    }
}
