namespace Lifecycle.Grains;

/// <summary>A day that comes once in every year of its own calendar.</summary>
public abstract record YearlyDay
{
    private protected YearlyDay()
    {
    }

    /// <summary>The solar day in a year of this day's own calendar; null: none, or the year lies outside of what is known.</summary>
    public abstract DateOnly? In(int year);

    /// <summary>The years whose day lies in a span, both ends included, with that day; in order.</summary>
    public IEnumerable<(int Year, DateOnly On)> Between(DateOnly from, DateOnly to) => Between(In, from, to);

    internal static IEnumerable<(int Year, DateOnly On)> Between(Func<int, DateOnly?> day, DateOnly from, DateOnly to)
    {
        // A lunar year begins in the solar year of its number and ends in the next.
        for (var year = from.Year - 1; year <= to.Year; year++)
        {
            if (day(year) is { } on && on >= from && on <= to)
            {
                yield return (year, on);
            }
        }
    }
}

/// <summary>A day of the solar calendar: 29 February falls on 28 February in common years.</summary>
public sealed record SolarDay(int Month, int Day) : YearlyDay
{
    /// <inheritdoc/>
    public override DateOnly? In(int year) =>
        year < DateOnly.MinValue.Year || year > DateOnly.MaxValue.Year ? null
        : (Month, Day) == (2, 29) && !DateTime.IsLeapYear(year) ? new(year, 2, 28)
        : new(year, Month, Day);
}

/// <summary>A day of the lunar calendar: day 30 falls on day 29 in a month that has no more.</summary>
/// <param name="LeapMonth">In the leap month where the year has that one, else in the regular month; false: never in a leap month.</param>
public sealed record LunarDay(int Month, int Day, bool LeapMonth = false) : YearlyDay
{
    /// <inheritdoc/>
    public override DateOnly? In(int year)
    {
        var leap = LeapMonth && LunarCalendar.LeapMonth(year) == Month;
        return LunarCalendar.Length(year, Month, leap) is { } length ? LunarCalendar.Day(year, Month, Math.Min(Day, length), leap) : null;
    }
}

/// <summary>The last day of the lunar year.</summary>
public sealed record LastLunarDay : YearlyDay
{
    /// <inheritdoc/>
    public override DateOnly? In(int year) => LunarCalendar.LastDay(year);
}

/// <summary>The day of a solar term; its year is the solar one.</summary>
public sealed record TermDay(SolarTerm Term) : YearlyDay
{
    /// <inheritdoc/>
    public override DateOnly? In(int year) => SolarTerms.On(Term, year);
}
