using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>A day of the Chinese lunar calendar.</summary>
/// <param name="Year">The lunar year, by the solar year that it begins in.</param>
/// <param name="Month">1 to 12; a leap month has the number of the month before it.</param>
/// <param name="Day">1 to 30.</param>
public readonly record struct LunarDate(int Year, int Month, bool IsLeapMonth, int Day);

/// <summary>
/// The Chinese lunar calendar, for the lunar years 1901 to 2100 (19 February 1901 to 28 January 2101). What lies outside is
/// answered with "none", never with an exception. The table is that of .NET, the same on every platform; the tests compare it
/// with the Hong Kong Observatory's.
/// </summary>
public static class LunarCalendar
{
    private static readonly ChineseLunisolarCalendar Calendar = new();

    /// <summary>The first day of all.</summary>
    public static readonly DateOnly First = DateOnly.FromDateTime(Calendar.MinSupportedDateTime);

    /// <summary>The last day of all.</summary>
    public static readonly DateOnly Last = DateOnly.FromDateTime(Calendar.MaxSupportedDateTime);

    /// <summary>A solar day as a lunar one.</summary>
    public static LunarDate? Of(DateOnly day)
    {
        if (day < First || day > Last)
        {
            return null;
        }

        var time = day.ToDateTime(TimeOnly.MinValue);
        var year = Calendar.GetYear(time);
        var position = Calendar.GetMonth(time);
        var leap = Calendar.GetLeapMonth(year);
        var month = leap > 0 && position >= leap ? position - 1 : position;
        return new(year, month, position == leap, Calendar.GetDayOfMonth(time));
    }

    /// <summary>The month that is followed by its leap month in a lunar year; null: none is, or the year is not known.</summary>
    public static int? LeapMonth(int year) => Knows(year) && Calendar.GetLeapMonth(year) is > 0 and var position ? position - 1 : null;

    /// <summary>How many days a month has, 29 or 30; null: the year has no such month, or is not known.</summary>
    public static int? Length(int year, int month, bool leapMonth) =>
        Position(year, month, leapMonth) is { } position ? Calendar.GetDaysInMonth(year, position) : null;

    /// <summary>The solar day of a lunar one; null: there is no such day, or the year is not known.</summary>
    public static DateOnly? Day(int year, int month, int day, bool leapMonth = false) =>
        Position(year, month, leapMonth) is { } position && day >= 1 && day <= Calendar.GetDaysInMonth(year, position)
            ? DateOnly.FromDateTime(Calendar.ToDateTime(year, position, day, 0, 0, 0, 0))
            : null;

    /// <summary>The last day of a lunar year: of its twelfth month, be that of 29 or 30 days, or of a leap month after it.</summary>
    public static DateOnly? LastDay(int year) => Day(year, 1, 1)?.AddDays(Calendar.GetDaysInYear(year) - 1);

    private static bool Knows(int year) => year >= First.Year && year < Last.Year;

    /// <summary>Where a month stands among the 12 or 13 of its year: what .NET calls its number.</summary>
    private static int? Position(int year, int month, bool leapMonth)
    {
        if (!Knows(year) || month is < 1 or > 12)
        {
            return null;
        }

        var leap = LeapMonth(year);
        return leapMonth ? (leap == month ? month + 1 : null)
            : leap < month ? month + 1
            : month;
    }
}
