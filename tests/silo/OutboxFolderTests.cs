using System.Text;
using System.Text.RegularExpressions;
using Lifecycle.Grains;
using Lifecycle.Silo.Mail;
using MimeKit;

namespace Lifecycle.Tests.Silo;

/// <summary>Messages as files: well-formed to the last byte, read back as they were written, private, one for each key.</summary>
public sealed partial class OutboxFolderTests : IDisposable
{
    private static readonly RenderedText Text = new(
        "zh-CN", "李娜女士，祝您生日快乐，愿您的每一天都阳光灿烂、平安喜乐、万事如意！ 🎂", "您好：\n\n.\nFrom here\n祝您生日快乐！\n", "<p>祝您 &amp; 生日快乐！</p>\n");

    private static readonly OutgoingMessage Message =
        new("birthday-2026-00ff", "李娜 \"Na\", Ltd <x>", "li@example.com", Text, DateTimeOffset.Parse("2026-06-15T08:00:01.5+08:00"));

    private const string Ticket = "5f";

    private readonly TestFolder folder = new();
    private readonly OutboxFolder outbox;

    public OutboxFolderTests() => outbox = OutboxFolder.Open(folder.Path, new("Acme 公司", "care@acme.example"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_message_is_read_back_as_it_was_written()
    {
        using var mail = await MimeMessage.LoadAsync(await SendAsync(Message));
        Assert.Equal((Text.Subject, "birthday-2026-00ff@acme.example", 1), (mail.Subject, mail.MessageId, mail.To.Count));
        Assert.Equal(DateTimeOffset.Parse("2026-06-15T08:00:01+08:00"), mail.Date);
        Assert.Equal(TimeSpan.FromHours(8), mail.Date.Offset);
        Assert.Equal((Message.Recipient, Message.Address), (mail.To.Mailboxes.Single().Name, mail.To.Mailboxes.Single().Address));
        Assert.Equal(("Acme 公司", "care@acme.example"), (mail.From.Mailboxes.Single().Name, mail.From.Mailboxes.Single().Address));
        Assert.Equal((Lines(Text.Text), Lines(Text.Html)), (Lines(mail.TextBody), Lines(mail.HtmlBody)));
        var body = Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(["text/plain", "text/html"], body.Select(part => part.ContentType.MimeType));
        Assert.All(body, part => Assert.Equal("utf-8", part.ContentType.Charset));
    }

    [Theory]
    [InlineData("李娜 \"Na\", Ltd <x>", 1)]
    [InlineData("Li", 1)]
    [InlineData("李娜", 60)]
    [InlineData("Maximilian ", 15)]
    [InlineData("x", 180)]
    public async Task Every_line_is_short_ascii_and_ends_in_crlf(string name, int times)
    {
        var recipient = string.Concat(Enumerable.Repeat(name, times)).Trim();
        var message = Message with { Recipient = recipient, Text = Text with { Subject = times == 1 ? Text.Subject : recipient } };
        var raw = await File.ReadAllBytesAsync(await SendAsync(message));
        using (var mail = await MimeMessage.LoadAsync(new MemoryStream(raw)))
        {
            Assert.Equal((message.Text.Subject, recipient), (mail.Subject, mail.To.Mailboxes.Single().Name));
        }

        Assert.All(raw, b => Assert.True(b is (byte)'\r' or (byte)'\n' or (byte)'\t' or (>= 0x20 and < 0x7F)));
        var text = Encoding.ASCII.GetString(raw);
        Assert.EndsWith("\r\n", text);
        Assert.DoesNotMatch(LoneLineBreak(), text);
        var lines = text.Split("\r\n");

        // 78 is advice, and given up for names that hardly anybody has; 998 is the limit.
        Assert.All(lines, line => Assert.True(line.Length <= (times == 1 ? 78 : 998), line));

        var headers = lines.TakeWhile(line => line.Length > 0).ToArray();
        Assert.All(headers, line => Assert.Matches("^([!-9;-~]+: |[ \t]+[^ \t])", line));
        foreach (var once in new[] { "From:", "To:", "Subject:", "Date:", "Message-Id:", "MIME-Version:", "Content-Type:" })
        {
            Assert.Single(headers, line => line.StartsWith(once, StringComparison.OrdinalIgnoreCase));
        }

        Assert.Contains("MIME-Version: 1.0", headers);
        Assert.Contains("Message-Id: <birthday-2026-00ff@acme.example>", headers, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("Date: Mon, 15 Jun 2026 08:00:01 +0800", headers);
    }

    [Theory]
    [InlineData("no-domain@")]
    [InlineData("a@b@c")]
    [InlineData("li@example.com>,<eve@example.com")]
    [InlineData("<li@example.com>")]
    [InlineData("li,na@example.com")]
    [InlineData("li@example.com,eve@example.com")]
    public async Task An_address_that_could_be_read_as_another_is_not_used(string address)
    {
        Assert.Equal(Delivery.AddressUnusable, await outbox.SendAsync(Message with { Address = address }, "t", CancellationToken.None));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.part*"));
    }

    [Theory]
    [InlineData("li.na+crm@mail.example.com")]
    [InlineData("o'neil@example.com")]
    [InlineData("\"li na\"@example.com")]
    [InlineData("li@例子.公司")]
    public async Task Unusual_addresses_are(string address)
    {
        using var mail = await MimeMessage.LoadAsync(await SendAsync(Message with { Address = address }));
        Assert.Equal(address, MailboxAddress.DecodeAddrspec(mail.To.Mailboxes.Single().Address));
    }

    [Fact]
    public async Task A_message_without_a_name_is_addressed_all_the_same()
    {
        using var mail = await MimeMessage.LoadAsync(await SendAsync(Message with { Recipient = null }));
        Assert.Equal("li@example.com", mail.To.ToString());
    }

    [Fact]
    public async Task What_was_sent_is_private_and_known_to_have_left_even_when_it_was_picked_up()
    {
        var file = await SendAsync(Message);
        Assert.Equal("birthday-2026-00ff.eml", Path.GetFileName(file));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        File.Delete(file);
        Assert.Equal(DeliveryFate.Sent, await outbox.FateOf(Message.Key, Ticket));
        Assert.Equal(DeliveryFate.Sent, await outbox.FateOf(Message.Key, Ticket));
    }

    [Fact]
    public async Task A_ticket_whose_sender_is_held_for_dead_can_leave_no_more()
    {
        Assert.Equal(DeliveryFate.Deferred, await outbox.FateOf(Message.Key, Ticket));
        Assert.Equal(DeliveryFate.Deferred, (await outbox.SendAsync(Message, Ticket, CancellationToken.None)).Fate);
        Assert.Equal(DeliveryFate.Deferred, await outbox.FateOf(Message.Key, Ticket));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.eml"));
        Assert.All(Directory.GetFiles(folder.Path, ".*.part*"), path => Assert.Equal(0, new FileInfo(path).Length));
    }

    [Fact]
    public async Task What_a_dead_sender_prepared_is_cleared_away_after_an_hour()
    {
        var path = Path.Combine(folder.Path, $".{Message.Key}.{Ticket}.part");
        await File.WriteAllTextAsync(path, "Dear Li");
        await outbox.Tidy();
        Assert.True(File.Exists(path));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-61));
        await outbox.Tidy();
        Assert.False(File.Exists(path));
        Assert.Equal(DeliveryFate.Deferred, await outbox.FateOf(Message.Key, Ticket));
    }

    [Fact]
    public void A_folder_keeps_its_owner()
    {
        Assert.Equal(outbox.Owner, OutboxFolder.Open(folder.Path, new("a", "a@b.example")).Owner);
        using var other = new TestFolder();
        Assert.NotEqual(outbox.Owner, OutboxFolder.Open(other.Path, new("a", "a@b.example")).Owner);
    }

    private async Task<string> SendAsync(OutgoingMessage message)
    {
        Assert.Equal(Delivery.Sent, await outbox.SendAsync(message, Ticket, CancellationToken.None));
        return Assert.Single(Directory.GetFiles(folder.Path, "*.eml"));
    }

    private static string? Lines(string? text) => text?.ReplaceLineEndings("\n");

    [GeneratedRegex("[^\r]\n|\r[^\n]")]
    private static partial Regex LoneLineBreak();
}
