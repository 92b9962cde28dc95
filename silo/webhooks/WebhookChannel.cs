using System.Net;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Silo.Webhooks;

/// <summary>
/// Messages to a gateway, by signed HTTP requests. A gateway takes each key once, so what was not answered is sent again. It is
/// tried whenever a message is due, however often it failed before.
/// </summary>
public sealed partial class WebhookChannel : IChannel, IDisposable
{
    private const int MostAnswerBytes = 4_096;

    private readonly WebhookSettings settings;
    private readonly IDeliveryLog log;
    private readonly WebhookMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<WebhookChannel> lines;
    private readonly HttpClient client;

    /// <summary>Nothing connects yet.</summary>
    public WebhookChannel(WebhookSettings settings, IDeliveryLog log, WebhookMetrics metrics, TimeProvider time, ILogger<WebhookChannel> lines)
    {
        (this.settings, this.log, this.metrics, this.time, this.lines) = (settings, log, metrics, time, lines);
        Owner = $"webhook-{Name}-{Guid.NewGuid():N}";
        client = new(Handler(settings)) { Timeout = settings.Answer };
    }

    /// <inheritdoc/>
    public string Name => settings.Channel;

    /// <inheritdoc/>
    public string Owner { get; }

    /// <inheritdoc/>
    public async ValueTask<Delivery> SendAsync(OutgoingMessage message, string ticket, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            return Delivery.Cancelled;
        }

        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        var (delivery, status) = await PostAsync(message, at);
        metrics.Ended(Name, delivery.Fate);
        await WriteDownAsync(new(message.Key, Name, at, time.GetElapsedTime(started), (int?)status, delivery));
        return delivery;
    }

    /// <inheritdoc/>
    public ValueTask<DeliveryFate> FateOf(string key, string ticket) => ValueTask.FromResult(DeliveryFate.Unknown);

    /// <inheritdoc/>
    public ValueTask Tidy() => log.Clear(Name, time.GetUtcNow().AddDays(-settings.KeepDays), CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    // Nobody stops it once it has begun: a request that is broken off may have arrived all the same.
    private async Task<(Delivery Delivery, HttpStatusCode? Status)> PostAsync(OutgoingMessage message, DateTimeOffset now)
    {
        using var request = WebhookRequest.Of(message, settings, now);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return (WebhookFates.Of(response.StatusCode), response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            return (WebhookFates.Of(e), null);
        }
        catch (OperationCanceledException)
        {
            return (WebhookFates.Unanswered, null);
        }
    }

    // What became of the message is true whether or not it could be written down.
    private async Task WriteDownAsync(WebhookDelivery delivery)
    {
        try
        {
            await log.Add(delivery, CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            NotWritten(lines, delivery.MessageKey, e.Message);
        }
    }

    private static SocketsHttpHandler Handler(WebhookSettings settings) => new()
    {
        // The signature is for this address alone, and what was signed for it goes nowhere else.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = settings.Connect,

        // A gateway that moves to another machine is followed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // Nothing that a gateway says is of use; so much of it is read away to keep the connection.
        MaxResponseDrainSize = MostAnswerBytes,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt to deliver {Key} is missing in the delivery log: {Reason}")]
    private static partial void NotWritten(ILogger log, string key, string reason);
}
