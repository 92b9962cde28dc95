using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Silo.Webhooks;
using Lifecycle.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lifecycle.Tests.Silo.Webhooks;

/// <summary>Messages to a gateway: signed, told truly, logged, and never given up by themselves.</summary>
public sealed class WebhookChannelTests
{
    private const string Old = "whsec_b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xk";
    private const string New = "whsec_bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3";

    private static readonly OutgoingMessage Message = new(
        "birthday-2026-00ff", "李娜", "+86 138 0000 0000", new("zh-CN", "生日", "祝您生日快乐 \"🎂\"\n", "<p>祝</p>"), DateTimeOffset.Parse("2026-06-15T08:00:00+08:00"));

    private readonly Log log = new();

    [Fact]
    public async Task A_request_says_what_to_send_and_is_signed_with_every_secret()
    {
        await using var gateway = await Gateway.StartAsync(204);
        using var channel = Open(gateway.Url);
        Assert.Equal(Delivery.Sent, await SendAsync(channel, Message with { Unsubscribe = new("https://acme.example/u/1") }));

        var (path, headers, body) = Assert.Single(gateway.Requests);
        Assert.Equal(("/send", "application/json", Message.Key), (path, headers.ContentType.ToString(), headers["webhook-id"].ToString()));
        var seconds = headers["webhook-timestamp"].ToString();
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(seconds, CultureInfo.InvariantCulture), 0, 300);
        var expected = new[] { New, Old }.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{Message.Key}.{seconds}.{body}"))));
        Assert.Equal(string.Join(' ', expected), headers["webhook-signature"].ToString());

        var root = JsonDocument.Parse(body).RootElement;
        Assert.Equal(["type", "timestamp", "data"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("message.send", "2026-06-15T08:00:00+08:00"), (root.GetProperty("type").GetString(), root.GetProperty("timestamp").GetString()));
        Assert.Equal(
            [
                ("key", Message.Key), ("channel", "sms"), ("address", Message.Address), ("recipient", "李娜"), ("language", "zh-CN"), ("subject", "生日"),
                ("text", Message.Text.Text), ("unsubscribe", "https://acme.example/u/1"),
            ],
            root.GetProperty("data").EnumerateObject().Select(p => (p.Name, p.Value.GetString()!)));
    }

    [Theory]
    [InlineData(200, "Sent ")]
    [InlineData(202, "Sent ")]
    [InlineData(301, "Deferred http-301")]
    [InlineData(400, "Refused http-400")]
    [InlineData(401, "Refused http-401")]
    [InlineData(404, "Refused http-404")]
    [InlineData(408, "Deferred http-408")]
    [InlineData(410, "Refused http-410")]
    [InlineData(425, "Deferred http-425")]
    [InlineData(429, "Deferred http-429")]
    [InlineData(500, "Deferred http-500")]
    [InlineData(503, "Deferred http-503")]
    public async Task What_a_gateway_answers(int status, string fate)
    {
        await using var gateway = await Gateway.StartAsync(status);
        using var channel = Open(gateway.Url);
        Assert.Equal(fate, Words(await SendAsync(channel, Message)));
        var attempt = Assert.Single(log.Attempts);
        Assert.Equal((Message.Key, "sms", status, fate), (attempt.MessageKey, attempt.Channel, attempt.Status!.Value, Words(attempt.Delivery)));
    }

    [Fact]
    public async Task Nobody_is_sent_elsewhere()
    {
        await using var elsewhere = await Gateway.StartAsync(200);
        var target = elsewhere.Url.ToString();
        await using var gateway = await Gateway.StartAsync(http =>
        {
            http.Response.Redirect(target, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        using var channel = Open(gateway.Url);
        Assert.Equal("Deferred http-307", Words(await SendAsync(channel, Message)));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_gateway_that_hangs_up_or_never_answers()
    {
        await using var rude = await Gateway.StartAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        using var toRude = Open(rude.Url);
        Assert.Equal("Deferred http-unanswered", Words(await SendAsync(toRude, Message)));

        await using var silent = await Gateway.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using var toSilent = Open(silent.Url, TimeSpan.FromMilliseconds(300));
        Assert.Equal("Deferred http-unanswered", Words(await SendAsync(toSilent, Message)));
        Assert.All(log.Attempts, attempt => Assert.Null(attempt.Status));
    }

    [Fact]
    public async Task An_answer_without_end_is_an_answer_all_the_same()
    {
        await using var gateway = await Gateway.StartAsync(async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync(new string('x', 65_536));
            }
        });
        using var channel = Open(gateway.Url);
        Assert.Equal(Delivery.Sent, await SendAsync(channel, Message));
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_tried_every_time()
    {
        using var port = new ShutPort();
        using var channel = Open(new($"http://127.0.0.1:{port.Number}/"));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("Deferred http-unreachable", Words(await SendAsync(channel, Message)));
        }

        Assert.Equal(20, log.Attempts.Count);
        await using var plain = await Gateway.StartAsync(200);
        using var secure = Open(new(plain.Url.ToString().Replace("http://", "https://", StringComparison.Ordinal)));
        Assert.Equal("Deferred http-tls", Words(await SendAsync(secure, Message)));
    }

    [Fact]
    public async Task What_cannot_be_logged_was_sent_all_the_same()
    {
        await using var gateway = await Gateway.StartAsync(200);
        using var channel = Open(gateway.Url);
        log.IsBroken = true;
        Assert.Equal(Delivery.Sent, await SendAsync(channel, Message));
    }

    [Fact]
    public async Task Whoever_wants_it_to_stop_is_obeyed_before_it_begins()
    {
        await using var gateway = await Gateway.StartAsync(200);
        using var channel = Open(gateway.Url);
        Assert.Equal("Deferred cancelled", Words(await channel.SendAsync(Message, "t", new CancellationToken(canceled: true))));
        Assert.Empty(gateway.Requests);
        Assert.Empty(log.Attempts);
    }

    [Fact]
    public async Task Tidying_forgets_what_is_old_and_a_ticket_is_no_ones_afterwards()
    {
        using var channel = Open(new("http://127.0.0.1:9/"));
        await channel.Tidy();
        Assert.Equal(("sms", 90), (log.Cleared!.Value.Channel, (int)Math.Round((DateTimeOffset.UtcNow - log.Cleared.Value.Before).TotalDays)));
        Assert.Equal(DeliveryFate.Unknown, await channel.FateOf("k", "t"));
    }

    private static Task<Delivery> SendAsync(WebhookChannel channel, OutgoingMessage message) =>
        channel.SendAsync(message, "t", CancellationToken.None).AsTask().WaitAsync(Machine.Guard);

    private static string Words(Delivery delivery) => $"{delivery.Fate} {delivery.Reason}";

    private WebhookChannel Open(Uri url, TimeSpan? answer = null) => new(
        new("sms", url, [WebhookSecret.Parse(New)!, WebhookSecret.Parse(Old)!]) { Answer = answer ?? Machine.Guard }, log, new WebhookMetrics(),
        TimeProvider.System, NullLogger<WebhookChannel>.Instance);

    private sealed class Log : IDeliveryLog
    {
        public ConcurrentQueue<WebhookDelivery> Attempts { get; } = new();

        public bool IsBroken { get; set; }

        public (string Channel, DateTimeOffset Before)? Cleared { get; private set; }

        public ValueTask Add(WebhookDelivery delivery, CancellationToken ct)
        {
            Attempts.Enqueue(delivery);
            return IsBroken ? throw new NpgsqlException("gone") : ValueTask.CompletedTask;
        }

        public ValueTask Clear(string channel, DateTimeOffset before, CancellationToken ct)
        {
            Cleared = (channel, before);
            return ValueTask.CompletedTask;
        }
    }
}
