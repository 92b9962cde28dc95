namespace Lifecycle.Grains;

/// <summary>What became of an attempt to send a message.</summary>
public enum DeliveryFate
{
    /// <summary>Whoever carries it on has taken it.</summary>
    Sent,

    /// <summary>It was refused for good: another attempt would end the same.</summary>
    Refused,

    /// <summary>It certainly did not leave, and another attempt may succeed.</summary>
    Deferred,

    /// <summary>Nobody can tell: the line broke after the message was handed over and before it was confirmed.</summary>
    Unknown,
}

/// <summary>How an attempt to send ended.</summary>
/// <param name="Reason">A short code such as <c>smtp-554</c>, never a text that could name a person; null when sent.</param>
public sealed record Delivery(DeliveryFate Fate, string? Reason = null)
{
    /// <summary>It has left.</summary>
    public static Delivery Sent { get; } = new(DeliveryFate.Sent);

    /// <summary>Somebody wanted it to stop, and it did not leave.</summary>
    public static Delivery Cancelled { get; } = Deferred("cancelled");

    /// <summary>It did not leave, and another attempt may succeed.</summary>
    public static Delivery Deferred(string reason) => new(DeliveryFate.Deferred, reason);

    /// <summary>The address cannot stand in a message.</summary>
    public static Delivery AddressUnusable { get; } = new(DeliveryFate.Refused, CareDecision.AddressUnusable);
}

/// <summary>
/// A way to send messages. A message is claimed in the ledger under a ticket before it comes here; what a channel must add
/// is the truth about a ticket whose sender died.
/// </summary>
public interface IChannel
{
    /// <summary>What the owner begins with that outlives its process.</summary>
    const string SurvivingOwner = "outbox-";

    /// <summary>The channel of the decisions that it carries out: one of <see cref="CareChannels"/>.</summary>
    string Name { get; }

    /// <summary>
    /// Tells the place that knows what became of a ticket: the outbox folder, which survives restarts and may be shared, or this very
    /// process where nothing survives it.
    /// </summary>
    string Owner { get; }

    /// <summary>Whether <see cref="FateOf"/> can tell after the process that sent is gone.</summary>
    bool Remembers => false;

    /// <summary>Sends a message. Safe to call from several threads at once. Throws nothing for what a server, a network or a disk does.</summary>
    /// <param name="ticket">Stands for this attempt alone.</param>
    ValueTask<Delivery> SendAsync(OutgoingMessage message, string ticket, CancellationToken ct);

    /// <summary>
    /// What became of an attempt whose sender is gone: <see cref="DeliveryFate.Sent"/>, <see cref="DeliveryFate.Deferred"/> (it did not
    /// leave and, from now on, cannot), or <see cref="DeliveryFate.Unknown"/>. Asked twice, it answers the same.
    /// </summary>
    ValueTask<DeliveryFate> FateOf(string key, string ticket);

    /// <summary>Clears away what dead senders left behind.</summary>
    ValueTask Tidy();
}
