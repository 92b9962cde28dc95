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
            Subject = message.Text.Subject,
            Date = message.Date.AddTicks(-(message.Date.Ticks % TimeSpan.TicksPerSecond)),
            MessageId = $"{message.Key}@{from.Domain}",
            Body = new MultipartAlternative
            {
                // Best last: a reader shows the last part that it understands.
                Part(TextFormat.Plain, message.Text.Text),
                Part(TextFormat.Html, message.Text.Html),
            },
        };
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress(message.Recipient, message.Address));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add(HeaderId.ContentLanguage, message.Text.Language);
        mail.Prepare(EncodingConstraint.SevenBit);
        return mail;
    }

    /// <summary>Writes a message as it travels.</summary>
    public static Task WriteAsync(MimeMessage mail, Stream target, CancellationToken ct) => mail.WriteToAsync(Format, target, ct);

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.Base64 };
        part.SetText("utf-8", text);
        return part;
    }
}
