using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A scheduled message with everything that decides whether it is sent, and with what text.</summary>
/// <param name="TimeZone">The customer's own, or null.</param>
public sealed record Dispatch(CareDecision Decision, Person Person, CustomerKind Kind, string? TimeZone)
{
    /// <summary>Who it is for; null: the contact is gone.</summary>
    public Contact? Contact => Person.Contacts.FirstOrDefault(c => c.Id == Decision.Key.ContactId);
}

/// <summary>A message that a sender took and did not report on.</summary>
public sealed record LeftDispatch(string Key, string Ticket);

/// <summary>
/// The messages that wait to be sent. Nothing in it names a person: texts are made when they are sent. A message is
/// prepared, claimed under the customer's lock on exactly the facts it was made from, released by its channel, reported.
/// </summary>
public interface IOutbox
{
    /// <summary>The keys of scheduled messages whose hour has come, earliest first.</summary>
    IAsyncEnumerable<string> Due(DateTimeOffset now, CancellationToken ct);

    /// <summary>A message that is still scheduled, or null.</summary>
    ValueTask<Dispatch?> Find(string key, CancellationToken ct);

    /// <summary>Takes a message for sending: from here on nothing calls it back. False: something has changed since it was seen.</summary>
    /// <param name="owner">The channel that holds the prepared message.</param>
    /// <param name="ticket">What the channel knows it by.</param>
    ValueTask<bool> Claim(Dispatch seen, string owner, string ticket, DateTimeOffset now, CancellationToken ct);

    /// <summary>Writes down another decision instead of sending. False: something has changed since it was seen.</summary>
    ValueTask<bool> Decide(Dispatch seen, CareDecision fresh, DateTimeOffset now, CancellationToken ct);

    /// <summary>Reports a claimed message as sent. Said twice, it is still one.</summary>
    ValueTask Sent(string key, string ticket, CancellationToken ct);

    /// <summary>What was claimed with this channel and never reported.</summary>
    ValueTask<ImmutableArray<LeftDispatch>> Left(string owner, CancellationToken ct);

    /// <summary>Makes a claimed message that certainly did not leave a scheduled one again.</summary>
    ValueTask GiveBack(string key, string ticket, CancellationToken ct);

    /// <summary>Names as in doubt what other channels hold beyond its day; answers how many.</summary>
    ValueTask<int> Doubt(string owner, DateTimeOffset now, CancellationToken ct);
}
