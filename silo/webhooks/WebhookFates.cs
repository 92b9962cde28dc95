using System.Net;
using Lifecycle.Grains;

namespace Lifecycle.Silo.Webhooks;

/// <summary>What an attempt came to. The codes are part of the published interface (docs/channels.md).</summary>
internal static class WebhookFates
{
    /// <summary>Somebody wanted it to stop, and nothing was sent.</summary>
    public static Delivery Cancelled { get; } = Deferred("cancelled");

    /// <summary>Nothing came back in time. The gateway may have the message; it takes it once, however often it comes.</summary>
    public static Delivery Unanswered { get; } = Deferred("http-unanswered");

    /// <summary>What the gateway answered.</summary>
    public static Delivery Of(HttpStatusCode status)
    {
        var code = FormattableString.Invariant($"http-{(int)status}");
        return ((int)status / 100, (int)status) switch
        {
            (2, _) => Delivery.Sent,
            (4, not (408 or 425 or 429)) => new(DeliveryFate.Refused, code),
            _ => Deferred(code),
        };
    }

    /// <summary>There was no answer.</summary>
    public static Delivery Of(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => Deferred("http-unreachable"),
        HttpRequestError.SecureConnectionError => Deferred("http-tls"),
        _ => Unanswered,
    };

    private static Delivery Deferred(string code) => new(DeliveryFate.Deferred, code);
}
