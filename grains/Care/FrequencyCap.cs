namespace Lifecycle.Grains;

/// <summary>
/// How many messages a contact gets in a calendar month of its own calendar, over all channels: those that were sent, may have been, or wait.
/// Birthdays are neither counted nor limited, and to-dos are no messages.
/// </summary>
public static class FrequencyCap
{
    /// <summary>Whether one more would be too many.</summary>
    /// <param name="at">When it would leave.</param>
    public static bool Reached(CareKey key, DateTimeOffset at, CareFacts facts, CareProgramme programme, DateTimeOffset now)
    {
        if (programme.Cap is not { } cap || key.Channel == CareChannels.Task || programme.Find(key) is { IsCapped: false })
        {
            return false;
        }

        var month = Month(at, facts.Zone);
        var count = 0;
        foreach (var other in facts.Decided.Values)
        {
            if (other.Key.ContactId == key.ContactId && other.Key != key && Counts(other, programme) && Month(Leaves(other, now), facts.Zone) == month)
            {
                count++;
            }
        }

        return count >= cap;
    }

    // A rule that is gone was not about birthdays: that one can be turned off, but is always there.
    private static bool Counts(CareDecision decision, CareProgramme programme) =>
        (decision.IsWaiting || decision.Outcome is CareOutcome.Sent or CareOutcome.InDoubt)
        && decision.Key.Channel != CareChannels.Task
        && programme.Find(decision.Key) is not { IsCapped: false };

    // What should have left already leaves now, not in the month that it was planned for.
    private static DateTimeOffset Leaves(CareDecision decision, DateTimeOffset now) =>
        decision.SentAt ?? (decision.SendAfter > now ? decision.SendAfter : now);

    private static (int, int) Month(DateTimeOffset at, TimeZoneInfo zone)
    {
        var shown = TimeZoneInfo.ConvertTime(at, zone);
        return (shown.Year, shown.Month);
    }
}
