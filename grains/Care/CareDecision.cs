namespace Lifecycle.Grains;

/// <summary>What was decided about one message. It follows the facts until the message leaves or its day is over.</summary>
/// <param name="Reason">A short code where the outcome alone does not say why; else null.</param>
/// <param name="OccursOn">The day of the occasion, in the customer's time zone.</param>
/// <param name="SendAfter">Not sent before.</param>
/// <param name="ExpiresAt">Not sent from then on.</param>
public sealed record CareDecision(
    CareKey Key, CareOutcome Outcome, string? Reason, DateOnly OccursOn, DateTimeOffset SendAfter, DateTimeOffset ExpiresAt)
{
    /// <summary>The reason when there is an address, but none that can stand in a message.</summary>
    public const string AddressUnusable = "address-unusable";

    /// <summary>The reason when a server that was away is tried again later.</summary>
    public const string Retry = "retry";

    /// <summary>The reason when others go first.</summary>
    public const string Rate = "rate";

    /// <summary>Which of a campaign's two texts the contact gets; null where there is one.</summary>
    public string? Variant { get; init; }

    /// <summary>Of a held one: when to look again; null: at <see cref="SendAfter"/>.</summary>
    public DateTimeOffset? LookAgain { get; init; }

    /// <summary>When it left, or may have; null: it has not.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>How often sending it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether a sender has taken the message: nothing can stop it any more.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Whether it is to leave some time.</summary>
    public bool IsWaiting => Outcome is CareOutcome.Scheduled or CareOutcome.Held;

    /// <summary>Whether nothing can change it any more: the message has left, or may have, or was refused for good.</summary>
    public bool IsFinal => IsLeaving || Outcome is CareOutcome.Sent or CareOutcome.InDoubt or CareOutcome.Failed;

    /// <summary>Whether sending failed for what somebody must mend: tried again with every run, but worth none of its own.</summary>
    public bool IsStuck => Outcome == CareOutcome.TemplateError || Reason == AddressUnusable || Reason?.StartsWith("budget-", StringComparison.Ordinal) == true;

    /// <summary>Whether another decision says the same: what a sender found out about a waiting one, it may keep.</summary>
    public bool SaysTheSameAs(CareDecision other) =>
        Key == other.Key && OccursOn == other.OccursOn && SendAfter == other.SendAfter && ExpiresAt == other.ExpiresAt && Variant == other.Variant
        && ((IsWaiting && other.IsWaiting) || (Outcome == other.Outcome && Reason == other.Reason));
}
