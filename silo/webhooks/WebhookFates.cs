using System.Net;
using Lifecycle.Grains;

namespace Lifecycle.Silo.Webhooks;

/// <summary>What an attempt came to. The codes are part of the published interface (docs/channels.md).</summary>
internal static class WebhookFates
{
    /// <summary>Nothing came back in time. The gateway may have the message; it takes it once, however often it comes.</summary>
    public static Delivery Unanswered { get; } = Delivery.Deferred("http-unanswered");

    /// <summary>What the gateway answered.</summary>
    public static Delivery Of(HttpStatusCode status)
    {
        var code = FormattableString.Invariant($"http-{(int)status}");
        return ((int)status / 100, (int)status) switch
        {
            (2, _) => Delivery.Sent,
            (4, not (408 or 425 or 429)) => new(DeliveryFate.Refused, code),
            _ => Delivery.Deferred(code),
        };
    }

    /// <summary>There was no answer.</summary>
    public static Delivery Of(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => Delivery.Deferred("http-unreachable"),
        HttpRequestError.SecureConnectionError => Delivery.Deferred("http-tls"),
        _ => Unanswered,
    };
}
