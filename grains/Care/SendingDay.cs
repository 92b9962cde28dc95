namespace Lifecycle.Grains;

/// <summary>A day of a customer as instants: when messages may go out, and when the day is over.</summary>
/// <param name="Opens">08:00 there.</param>
/// <param name="Closes">22:00 there.</param>
/// <param name="Ends">The next midnight there.</param>
public sealed record SendingDay(DateTimeOffset Opens, DateTimeOffset Closes, DateTimeOffset Ends)
{
    /// <summary>Before that hour nobody gets a message.</summary>
    internal static readonly TimeOnly Opening = new(8, 0);

    /// <summary>From that hour on nobody does.</summary>
    internal static readonly TimeOnly Closing = new(22, 0);

    /// <summary>A day in a time zone.</summary>
    /// <param name="from">Not before that hour, where it lies after the opening.</param>
    public static SendingDay Of(DateOnly day, TimeZoneInfo zone, TimeOnly from = default) =>
        new(At(day.ToDateTime(from > Opening ? from : Opening), zone), At(day.ToDateTime(Closing), zone), At(day.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));

    /// <summary>When messages may go out there: now, if they may, or else when they may next.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = Today(now, zone);
        var day = Of(today, zone);
        return now < day.Opens ? day.Opens
            : now < day.Closes ? now
            : Of(today.AddDays(1), zone).Opens;
    }

    /// <summary>When the day's messages end there.</summary>
    public static DateTimeOffset Evening(DateTimeOffset now, TimeZoneInfo zone) =>
        Of(Today(now, zone), zone).Closes;

    /// <summary>The zone that a customer's messages keep to: its own, or the company's where it has none that is known.</summary>
    public static TimeZoneInfo Zone(string? customerZone, TimeZoneInfo company) =>
        customerZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(customerZone, out var zone) ? zone : company;

    private static DateOnly Today(DateTimeOffset now, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);

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
