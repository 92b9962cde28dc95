namespace Lifecycle.Grains;

/// <summary>What was known at the end of a business day: everything recorded before an instant.</summary>
/// <param name="Before">The end of the day in the company's time zone.</param>
public readonly record struct KnownAt(DateOnly Day, DateTimeOffset Before)
{
    /// <summary>The end of a day by the business clock.</summary>
    public static KnownAt EndOf(DateOnly day, IBusinessClock clock) => new(day, SendingDay.Of(day, clock.Zone).Ends);
}
