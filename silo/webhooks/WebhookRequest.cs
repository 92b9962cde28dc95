using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lifecycle.Grains;

namespace Lifecycle.Silo.Webhooks;

/// <summary>A message as a signed request (Standard Webhooks 1.0.0). What a gateway gets is described in docs/channels.md.</summary>
internal static class WebhookRequest
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="now">The real time: gateways refuse what is signed long ago.</param>
    public static HttpRequestMessage Of(OutgoingMessage message, WebhookSettings settings, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Type = "message.send",
                Timestamp = message.Date,
                Data = new
                {
                    message.Key, settings.Channel, message.Address, message.Recipient, message.Text.Language, message.Text.Subject, message.Text.Text,
                    Unsubscribe = message.Unsubscribe?.AbsoluteUri,
                },
            },
            Json);
        var seconds = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("webhook-id", message.Key);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', settings.Secrets.Select(secret => secret.Sign(message.Key, seconds, body))));
        return request;
    }
}
