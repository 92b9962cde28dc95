namespace Lifecycle.Grains;

/// <summary>A message that a sender has taken: from here on nothing calls it back.</summary>
/// <param name="Ticket">Stands for this attempt alone.</param>
/// <param name="Attempts">How often it was tried before.</param>
/// <param name="Until">From then on it must not leave: it is night there.</param>
public sealed record TakenMessage(IChannel Channel, OutgoingMessage Message, string Ticket, int Attempts, DateTimeOffset Until);

/// <summary>What a sender makes of a message whose hour has come.</summary>
/// <param name="Decision">As it is decided now; written down where it says something else than before.</param>
/// <param name="Taken">To be sent now; null: it is not.</param>
/// <param name="Task">To be opened now, instead of a message; null: none.</param>
public sealed record Taking(CareDecision Decision, TakenMessage? Taken = null, CareTask? Task = null);

/// <summary>What became of a message that was taken.</summary>
/// <param name="LookAgain">Of a deferred one: when to try again.</param>
public sealed record DeliveryReport(string Key, string Ticket, Delivery Delivery, DateTimeOffset LookAgain);

/// <summary>A message that was taken and not reported on.</summary>
/// <param name="IsInDoubt">Somebody has given its sender up: only an owner that remembers can still tell.</param>
/// <param name="IsInHand">It was taken and not begun: nothing of it is on the wire.</param>
public sealed record LeftDispatch(string Key, string Ticket, string Owner, bool IsInDoubt, bool IsInHand);

/// <summary>Where going through the messages that are due stands.</summary>
public readonly record struct OutboxCursor(DateTimeOffset After, string Key)
{
    /// <summary>Before the first.</summary>
    public static OutboxCursor Start { get; } = new(DateTimeOffset.UnixEpoch, "");
}

/// <summary>Some messages that were due.</summary>
/// <param name="Next">Where to go on; null: there was nothing after them.</param>
public sealed record OutboxPage(IReadOnlyList<TakenMessage> Taken, OutboxCursor? Next);

/// <summary>
/// The messages that wait to be sent. Nothing in it names a person: texts are made when they are sent. A message is decided and taken
/// under its customer's lock, begun, sent by its channel, reported. Where the channel remembers, taking it is beginning it.
/// </summary>
public interface IOutbox
{
    /// <summary>Whether a message's hour has come.</summary>
    ValueTask<bool> AnyDue(DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Takes some messages whose hour has come, earliest first, passing over those that another sender or a commit has at this moment: asks about
    /// each on the facts that hold under its customer's lock, and writes the answers down together.
    /// </summary>
    ValueTask<OutboxPage> Take(
        OutboxCursor after, DateTimeOffset now, Func<CareProgramme, CareFacts, CareDecision, CareRates, Taking> decide, CancellationToken ct);

    /// <summary>Writes down what became of messages. Said twice, it is still one; a ticket that is not the last one of its message says nothing.</summary>
    ValueTask Report(IReadOnlyCollection<DeliveryReport> reports, CancellationToken ct);

    /// <summary>
    /// Writes down, together, what became of messages, and that others go on the wire now.
    /// </summary>
    /// <returns>The keys of those that may: a ticket that is not the last one of its message, or was given back, must not.</returns>
    ValueTask<IReadOnlySet<string>> Begin(IReadOnlyCollection<TakenMessage> next, IReadOnlyCollection<DeliveryReport> ended, CancellationToken ct);

    /// <summary>Has messages wait again that were taken and not begun. One that is begun meanwhile stays.</summary>
    ValueTask GiveBack(IReadOnlyCollection<LeftDispatch> inHand, CancellationToken ct);

    /// <summary>What was taken and never reported, or left in doubt with an owner that can still tell.</summary>
    ValueTask<IReadOnlyList<LeftDispatch>> Left(CancellationToken ct);

    /// <summary>Shows all silos that an owner is at work, until disposed of; it ends by itself with the process.</summary>
    ValueTask<IAsyncDisposable> Present(string owner, CancellationToken ct);

    /// <summary>Whether an owner is not at work anywhere.</summary>
    ValueTask<bool> IsGone(string owner, CancellationToken ct);

    /// <summary>Names as in doubt what others that remember hold beyond its day: they may come back, but it is over.</summary>
    ValueTask Doubt(IReadOnlyCollection<string> mine, DateTimeOffset now, CancellationToken ct);
}
