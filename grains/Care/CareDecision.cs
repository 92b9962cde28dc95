namespace Lifecycle.Grains;

/// <summary>What was decided about one message. It follows the facts until the message leaves or its day is over.</summary>
/// <param name="Reason">A short code where the outcome alone does not say why; else null.</param>
/// <param name="OccursOn">The day of the occasion, in the customer's time zone.</param>
/// <param name="SendAfter">Not sent before.</param>
/// <param name="ExpiresAt">Not sent from then on.</param>
public sealed record CareDecision(
    CareKey Key, CareOutcome Outcome, string? Reason, DateOnly OccursOn, DateTimeOffset SendAfter, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether a sender has taken the message: nothing can stop it any more.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Whether nothing can change it any more: the message has left, or may have.</summary>
    public bool IsFinal => IsLeaving || Outcome is CareOutcome.Sent or CareOutcome.InDoubt;
}

/// <summary>How a decision ended, or that it waits.</summary>
public enum CareOutcome
{
    /// <summary>Waits for its hour.</summary>
    Scheduled,

    /// <summary>Handed to the channel.</summary>
    Sent,

    /// <summary>A sender vanished over it: it may have left or not.</summary>
    InDoubt,

    /// <summary>The contact does not want it.</summary>
    OptedOut,

    /// <summary>There is no address that could be used.</summary>
    NoAddress,

    /// <summary>Too late: its time had passed.</summary>
    Expired,

    /// <summary>Its reason is gone: no such contact, no such birthday.</summary>
    Cancelled,

    /// <summary>The template could not be rendered.</summary>
    TemplateError,
}

/// <summary>Outcomes as words, in storage and interface.</summary>
public static class CareOutcomes
{
    private static readonly Dictionary<CareOutcome, string> Words = new()
    {
        [CareOutcome.Scheduled] = "scheduled",
        [CareOutcome.Sent] = "sent",
        [CareOutcome.InDoubt] = "in_doubt",
        [CareOutcome.OptedOut] = "opted_out",
        [CareOutcome.NoAddress] = "no_address",
        [CareOutcome.Expired] = "expired",
        [CareOutcome.Cancelled] = "cancelled",
        [CareOutcome.TemplateError] = "template_error",
    };

    /// <summary>Every word.</summary>
    public static IReadOnlyCollection<string> All => Words.Values;

    /// <summary>The word of an outcome.</summary>
    public static string Word(this CareOutcome outcome) => Words[outcome];

    /// <summary>The outcome of a word.</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static CareOutcome Read(string word)
    {
        foreach (var (outcome, known) in Words)
        {
            if (known == word)
            {
                return outcome;
            }
        }

        throw new InvalidDataException($"A care decision with the unknown outcome {word}.");
    }
}
