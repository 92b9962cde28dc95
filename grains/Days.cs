namespace Lifecycle.Grains;

/// <summary>Calendar arithmetic of the specification, section 2. "A year back" maps 29 February to 28 February.</summary>
public static class Days
{
    /// <summary>The first day that any input may name. Leaves room for two years back without special cases.</summary>
    public static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>The last day that any input may name.</summary>
    public static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>The same month and day <paramref name="years"/> earlier, 29 February falling on 28 February.</summary>
    public static DateOnly YearsBack(this DateOnly day, int years) => day.AddYears(-years);

    /// <summary>The first day D with D − <paramref name="years"/> years ≥ <paramref name="day"/>: when it leaves a window.</summary>
    public static DateOnly FirstDayYearsAfter(this DateOnly day, int years)
    {
        var candidate = day.AddYears(years);
        return candidate.YearsBack(years) >= day ? candidate : candidate.AddDays(1);
    }

    /// <summary>How many anniversaries of <paramref name="since"/> lie on or before <paramref name="day"/>; 0 if it lies ahead.</summary>
    public static int Anniversaries(DateOnly since, DateOnly day)
    {
        var years = day.Year - since.Year;
        if (years <= 0)
        {
            return 0;
        }

        return since.AddYears(years) <= day ? years : years - 1;
    }

    /// <summary>The last day of the month of <paramref name="day"/>.</summary>
    public static DateOnly MonthEnd(this DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    /// <summary>Refuses a day that is ahead, or earlier than any that counts.</summary>
    public static Refusal? CheckPast(DateOnly day, string field, DateOnly today) =>
        day > today ? new("date-in-future", $"{field} lies after the business day {today:yyyy-MM-dd}.", field)
        : day < Earliest ? new("date-out-of-range", $"{field} lies before {Earliest:yyyy-MM-dd}.", field)
        : null;

    /// <summary>The earlier of a day and a candidate that counts only when there is one and it lies after <paramref name="after"/>.</summary>
    public static DateOnly? EarliestAfter(DateOnly? soFar, DateOnly? candidate, DateOnly after) =>
        candidate > after && (soFar is null || candidate < soFar) ? candidate : soFar;
}
