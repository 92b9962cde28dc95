namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>Days from From to To, both included.</summary>
public sealed record OracleSpan(DateOnly From, DateOnly To)
{
    public bool Has(DateOnly day) => From <= day && day <= To;
}

public static class OracleCalendar
{
    /// <summary>The same month and day so many years earlier, 29 February falling on 28 February.</summary>
    public static DateOnly YearsBack(DateOnly day, int years) => InYear(day.Year - years, day.Month, day.Day);

    /// <summary>The anniversary of that number: 29 February is 28 February in common years and itself again in leap years.</summary>
    public static DateOnly Anniversary(DateOnly since, int number) => InYear(since.Year + number, since.Month, since.Day);

    /// <summary>The first D with D − so many years ≥ day, found by trying one day after the other.</summary>
    public static DateOnly FirstDayBehind(DateOnly day, int years)
    {
        var d = day;
        while (YearsBack(d, years) < day)
        {
            d = d.AddDays(1);
        }

        return d;
    }

    public static OracleSpan Current(DateOnly day, OracleWindow window) => window.StatisticalYear
        ? new OracleSpan(YearStart(day, window), day)
        : new OracleSpan(YearsBack(day, 1).AddDays(1), day);

    public static OracleSpan Prior(DateOnly day, OracleWindow window) => window.StatisticalYear
        ? new OracleSpan(YearsBack(YearStart(day, window), 1), YearsBack(day, 1))
        : new OracleSpan(YearsBack(day, 2).AddDays(1), YearsBack(day, 1));

    /// <summary>The start of the statistical year that contains the day; the calendar year says whether it is this one or the last.</summary>
    public static DateOnly YearStart(DateOnly day, OracleWindow window)
    {
        var thisYear = InYear(day.Year, window.StartMonth, window.StartDay);
        return thisYear <= day ? thisYear : InYear(day.Year - 1, window.StartMonth, window.StartDay);
    }

    public static DateOnly MonthEnd(DateOnly day) =>
        new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    private static DateOnly InYear(int year, int month, int day) =>
        month == 2 && day == 29 && !DateTime.IsLeapYear(year) ? new DateOnly(year, 2, 28) : new DateOnly(year, month, day);
}
