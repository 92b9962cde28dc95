namespace Lifecycle.Grains;

/// <summary>A span of days: after one day, up to and including another.</summary>
public readonly record struct Period(DateOnly After, DateOnly Through)
{
    /// <summary>Whether the day lies in it.</summary>
    public bool Contains(DateOnly day) => day > After && day <= Through;
}

/// <summary>Which year a rating looks at (section 2).</summary>
/// <param name="StartMonth">Statistical year: the month it begins; 0 for the trailing year.</param>
/// <param name="StartDay">Statistical year: the day of that month, never 29 February.</param>
public readonly record struct Window(int StartMonth, int StartDay)
{
    /// <summary>The year that ends with the day of the rating.</summary>
    public static Window TrailingYear => default;

    /// <summary>Whether it begins on a fixed day of the calendar.</summary>
    public bool IsStatisticalYear => StartMonth != 0;

    /// <summary>The window and the prior window of a rating as of <paramref name="day"/>.</summary>
    public (Period Current, Period Prior) On(DateOnly day)
    {
        if (!IsStatisticalYear)
        {
            var (one, two) = (day.YearsBack(1), day.YearsBack(2));
            return (new(one, day), new(two, one));
        }

        var start = StartUpTo(day);
        return (new(start.AddDays(-1), day), new(start.YearsBack(1).AddDays(-1), day.YearsBack(1)));
    }

    /// <summary>The first start of a statistical year after <paramref name="day"/>; null for the trailing year.</summary>
    public DateOnly? NextStart(DateOnly day) => IsStatisticalYear ? StartUpTo(day).AddYears(1) : null;

    private DateOnly StartUpTo(DateOnly day)
    {
        var start = new DateOnly(day.Year, StartMonth, StartDay);
        return start <= day ? start : start.AddYears(-1);
    }
}
