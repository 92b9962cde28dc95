namespace Lifecycle.Grains;

/// <summary>What an alert is about (section 9). The numbers are stored in packed states.</summary>
public enum AlertKind : byte
{
    /// <summary>The state differs from the one before.</summary>
    StateChanged = 1,

    /// <summary>The tier differs from the one before.</summary>
    TierChanged = 2,

    /// <summary>The receivable exceeds the agreed limit.</summary>
    CreditLimit = 3,

    /// <summary>Something has been overdue for long.</summary>
    Overdue = 4,

    /// <summary>The customer has not ordered for longer than it uses to.</summary>
    OrderGap = 5,

    /// <summary>A complaint is not solved in time.</summary>
    ComplaintOverdue = 7,

    /// <summary>A change of tier waits for approval.</summary>
    TierProposed = 11,
}

/// <summary>How much an alert matters. The numbers are stored in packed states, and rise with it.</summary>
public enum AlertSeverity : byte
{
    /// <summary>Good to know.</summary>
    Info = 1,

    /// <summary>Should be looked at.</summary>
    Medium = 2,

    /// <summary>Must be looked at.</summary>
    High = 3,
}

/// <summary>The life of an alert: open, acknowledged, closed. The numbers are stored in packed states.</summary>
public enum AlertStatus : byte
{
    /// <summary>Nobody has taken note.</summary>
    Open = 1,

    /// <summary>Somebody has taken note; what it is about goes on.</summary>
    Acknowledged = 2,

    /// <summary>What it was about is over.</summary>
    Closed = 3,
}

/// <summary>The words of the interface and of the tables.</summary>
public static class AlertWords
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetValues<AlertKind>().Select(Word)];

    /// <summary>Every severity.</summary>
    public static IReadOnlyList<string> Severities { get; } = [.. Enum.GetValues<AlertSeverity>().Select(Word)];

    /// <summary>Every status.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [.. Enum.GetValues<AlertStatus>().Select(Word)];

    /// <summary>The word for a kind.</summary>
    public static string Word(this AlertKind kind) => kind switch
    {
        AlertKind.StateChanged => "state_changed",
        AlertKind.TierChanged => "tier_changed",
        AlertKind.CreditLimit => "credit_limit",
        AlertKind.Overdue => "overdue",
        AlertKind.TierProposed => "tier_proposed",
        AlertKind.ComplaintOverdue => "complaint_overdue",
        _ => "order_gap",
    };

    /// <summary>The word for a severity.</summary>
    public static string Word(this AlertSeverity severity) => severity switch
    {
        AlertSeverity.Info => "info",
        AlertSeverity.Medium => "medium",
        _ => "high",
    };

    /// <summary>The word for a status.</summary>
    public static string Word(this AlertStatus status) => status switch
    {
        AlertStatus.Open => "open",
        AlertStatus.Acknowledged => "acknowledged",
        _ => "closed",
    };

    /// <summary>The kind that a word stands for.</summary>
    /// <exception cref="InvalidDataException">None.</exception>
    public static AlertKind ToKind(string word) => Find<AlertKind>(word, Word);

    /// <summary>The severity that a word stands for.</summary>
    /// <exception cref="InvalidDataException">None.</exception>
    public static AlertSeverity ToSeverity(string word) => Find<AlertSeverity>(word, Word);

    /// <summary>The status that a word stands for.</summary>
    /// <exception cref="InvalidDataException">None.</exception>
    public static AlertStatus ToStatus(string word) => Find<AlertStatus>(word, Word);

    private static T Find<T>(string word, Func<T, string> wordOf)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (wordOf(value) == word)
            {
                return value;
            }
        }

        throw new InvalidDataException($"{word} is no word for {typeof(T).Name}.");
    }
}
