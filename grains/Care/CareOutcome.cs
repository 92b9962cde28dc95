namespace Lifecycle.Grains;

/// <summary>How a decision ended, or that it waits.</summary>
public enum CareOutcome
{
    /// <summary>Waits for its hour.</summary>
    Scheduled,

    /// <summary>Its hour has come, but it may not leave just now: it is night there, others go first, the campaign is paused, a server is away.</summary>
    Held,

    /// <summary>Handed to the channel.</summary>
    Sent,

    /// <summary>The channel refused it for good.</summary>
    Failed,

    /// <summary>Its sender vanished, or the line broke, over it: it may have left or not.</summary>
    InDoubt,

    /// <summary>The contact does not want it.</summary>
    OptedOut,

    /// <summary>The contact never agreed to what needs agreement.</summary>
    NoConsent,

    /// <summary>There is no address that could be used.</summary>
    NoAddress,

    /// <summary>The contact has, or will have, enough messages this month; or the budget is spent.</summary>
    Capped,

    /// <summary>Too late: its time had passed.</summary>
    Expired,

    /// <summary>Not the moment for it: an open complaint, a problem, a debt long overdue.</summary>
    Muted,

    /// <summary>Its reason is gone: no such contact, no such birthday, a campaign called off.</summary>
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
        [CareOutcome.Held] = "held",
        [CareOutcome.Sent] = "sent",
        [CareOutcome.Failed] = "failed",
        [CareOutcome.InDoubt] = "in_doubt",
        [CareOutcome.OptedOut] = "opted_out",
        [CareOutcome.NoConsent] = "no_consent",
        [CareOutcome.NoAddress] = "no_address",
        [CareOutcome.Capped] = "capped",
        [CareOutcome.Expired] = "expired",
        [CareOutcome.Muted] = "muted",
        [CareOutcome.Cancelled] = "cancelled",
        [CareOutcome.TemplateError] = "template_error",
    };

    private static readonly Dictionary<string, CareOutcome> Outcomes = Words.ToDictionary(w => w.Value, w => w.Key, StringComparer.Ordinal);

    /// <summary>Every word.</summary>
    public static IReadOnlyCollection<string> All => Words.Values;

    /// <summary>The word of an outcome.</summary>
    public static string Word(this CareOutcome outcome) => Words[outcome];

    /// <summary>The outcome of a word.</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static CareOutcome Read(string word) => Outcomes.TryGetValue(word, out var outcome)
        ? outcome
        : throw new InvalidDataException($"A care decision with the unknown outcome {word}.");
}
