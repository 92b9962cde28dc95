namespace Lifecycle.Grains;

/// <summary>Sets a tier by hand from <see cref="Command.Today"/>; in its span it wins over everything.</summary>
public sealed record SetTier(DateOnly Today, HandTier Hand) : Command(Today)
{
    /// <summary>Reads input into a command, or says what is wrong with it.</summary>
    /// <param name="until">The last day: today at the earliest.</param>
    public static Refusal? TryCreate(int tier, DateOnly until, string? reason, DateOnly today, out SetTier command)
    {
        command = new(today, new(tier, until, reason ?? ""));
        return HandTier.CheckTier(tier, "tier") ?? CheckUntil(until, today) ?? HandTier.CheckReason(reason);
    }

    private static Refusal? CheckUntil(DateOnly until, DateOnly today) =>
        until < today ? new("date-in-past", $"until lies before the business day {today:yyyy-MM-dd}.", "until")
        : until > Days.Latest ? new("date-out-of-range", $"until lies after {Days.Latest:yyyy-MM-dd}.", "until")
        : null;
}

/// <summary>Ends a tier set by hand before its time: from <see cref="Command.Today"/> on it does not hold any more.</summary>
public sealed record EndTier(DateOnly Today) : Command(Today)
{
    /// <summary>The version that the sender has seen; another one refuses the end. Null: any.</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>Approves or rejects a proposal.</summary>
/// <param name="Number">Names it.</param>
/// <param name="Reason">Of a rejection always.</param>
/// <param name="Seen">The tier that whoever decides has seen proposed; another one refuses. Null: any.</param>
public sealed record DecideTierProposal(DateOnly Today, long Number, bool Approves, string? Reason, int? Seen) : Command(Today);
