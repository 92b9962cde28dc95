namespace Lifecycle.Grains;

/// <summary>A message to a person, ready to go.</summary>
/// <param name="Key">Deterministic: the same message always has the same.</param>
/// <param name="Date">When it is sent.</param>
public sealed record OutgoingMessage(string Key, string? Recipient, string Address, RenderedText Text, DateTimeOffset Date)
{
    /// <summary>Where one POST takes the contact off this kind of message (RFC 8058); in every commercial message, else null.</summary>
    public Uri? Unsubscribe { get; init; }
}

/// <summary>What became of a message whose sender vanished.</summary>
public enum MessageFate
{
    /// <summary>It had not left, and cannot leave any more.</summary>
    Withdrawn,

    /// <summary>It has left.</summary>
    Left,
}

/// <summary>
/// A way to send messages in two steps, so that a sender that dies between them leaves no doubt: what is prepared is
/// durable and unseen, releasing it is one indivisible step.
/// </summary>
public interface IMessageChannel
{
    /// <summary>Tells this channel's store of prepared messages from that of another silo; survives restarts.</summary>
    string Owner { get; }

    /// <summary>Makes a message durable without sending it; null: the address cannot be used.</summary>
    /// <returns>A ticket that stands for this attempt alone.</returns>
    ValueTask<string?> Prepare(OutgoingMessage message, CancellationToken ct);

    /// <summary>Sends a prepared message. False: it was withdrawn.</summary>
    ValueTask<bool> Release(string key, string ticket);

    /// <summary>Throws a prepared message away, if it has not left.</summary>
    ValueTask<MessageFate> Withdraw(string key, string ticket);

    /// <summary>Clears away what senders prepared and never claimed.</summary>
    ValueTask Tidy();
}
