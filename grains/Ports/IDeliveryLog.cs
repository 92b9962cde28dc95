namespace Lifecycle.Grains;

/// <summary>An attempt to hand a message to a gateway. It names nobody and holds nothing of what was said.</summary>
/// <param name="Channel">One of <see cref="CareChannels"/>.</param>
/// <param name="At">When it began.</param>
/// <param name="Status">What the gateway answered; null: nothing that could be read.</param>
public sealed record WebhookDelivery(string MessageKey, string Channel, DateTimeOffset At, TimeSpan Took, int? Status, Delivery Delivery);

/// <summary>Every attempt to hand a message to a gateway.</summary>
public interface IDeliveryLog
{
    /// <summary>Writes an attempt down.</summary>
    ValueTask Add(WebhookDelivery delivery, CancellationToken ct);

    /// <summary>Forgets the attempts of a channel before an instant.</summary>
    ValueTask Clear(string channel, DateTimeOffset before, CancellationToken ct);
}
