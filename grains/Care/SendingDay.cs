namespace Lifecycle.Grains;

/// <summary>A day of a customer as instants: when messages may go out, and when the day is over.</summary>
/// <param name="Opens">08:00 there.</param>
/// <param name="Closes">22:00 there.</param>
/// <param name="Ends">The next midnight there.</param>
public sealed record SendingDay(DateTimeOffset Opens, DateTimeOffset Closes, DateTimeOffset Ends)
{
    private static readonly TimeOnly Opening = new(8, 0);
    private static readonly TimeOnly Closing = new(22, 0);

    /// <summary>A day in a time zone.</summary>
    public static SendingDay Of(DateOnly day, TimeZoneInfo zone) =>
        new(At(day.ToDateTime(Opening), zone), At(day.ToDateTime(Closing), zone), At(day.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));

    /// <summary>The zone that a customer's messages keep to: its own, or the company's where it has none that is known.</summary>
    public static TimeZoneInfo Zone(string? customerZone, TimeZoneInfo company) =>
        customerZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(customerZone, out var zone) ? zone : company;

    /// <summary>When clocks there first show a time, or, where they skip it, the next one that they show.</summary>
    private static DateTimeOffset At(DateTime shown, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(shown))
        {
            shown = shown.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max() : zone.GetUtcOffset(shown);
        return new(shown, offset);
    }
}
