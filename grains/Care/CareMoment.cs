namespace Lifecycle.Grains;

/// <summary>When a message is meant for: its days at the customer as instants.</summary>
/// <param name="On">The day of the occasion there.</param>
/// <param name="Opens">When it may leave first.</param>
/// <param name="Closes">From when on it is too late: 22:00 of the last day there.</param>
/// <param name="Ends">When the last day is over there.</param>
public sealed record CareMoment(DateOnly On, DateTimeOffset Opens, DateTimeOffset Closes, DateTimeOffset Ends)
{
    /// <summary>From an hour of one day to the evening of another.</summary>
    public static CareMoment Of(DateOnly on, DateOnly last, TimeOnly at, TimeZoneInfo zone)
    {
        var end = SendingDay.Of(last, zone);
        return new(on, SendingDay.Of(on, zone, at).Opens, end.Closes, end.Ends);
    }
}
