using System.Diagnostics.Metrics;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Silo.Webhooks;

/// <summary>What to watch of the gateways; named in docs/channels.md.</summary>
public sealed class WebhookMetrics : IDisposable
{
    private readonly Meter meter = new(CommitMetrics.Name);
    private readonly Counter<long> deliveries;

    /// <summary>Once per silo.</summary>
    public WebhookMetrics() =>
        deliveries = meter.CreateCounter<long>("lifecycle.webhook.deliveries", "{attempt}", "Attempts to hand a message to a gateway, by channel and outcome.");

    /// <summary>An attempt has ended.</summary>
    public void Ended(string channel, DeliveryFate fate) => deliveries.Add(1, new("channel", channel), new("outcome", fate.Word()));

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
