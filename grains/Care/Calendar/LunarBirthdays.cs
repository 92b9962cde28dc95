using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// On which solar days lunar birthdays are celebrated: a leap-month birthday in the leap month if the lunar year has that one,
/// else in the regular month; day 30 of a month of 29 on day 29. Once in every lunar year, so twice or never in some solar years.
/// </summary>
public static class LunarBirthdays
{
    // From one time that a birthday is celebrated to the next are never more days: a lunar year, and a month for the leap
    // month that a birthday moves into.
    private const int LongestWait = 385;

    /// <summary>The solar day of a lunar birthday in a lunar year; null outside of 1901 to 2100.</summary>
    public static DateOnly? On(Birthday birthday, int lunarYear) => Day(birthday).In(lunarYear);

    /// <summary>How the lunar birthdays celebrated in a span are written: the <see cref="BirthdayCode"/> of each, both ends included.</summary>
    public static ImmutableHashSet<int> Written(DateOnly from, DateOnly to)
    {
        var written = ImmutableHashSet.CreateBuilder<int>();
        var first = Math.Max(from.DayNumber, LunarCalendar.First.DayNumber);
        var last = Math.Min(to.DayNumber, first + LongestWait - 1);
        for (var number = first; number <= last; number++)
        {
            if (LunarCalendar.Of(DateOnly.FromDayNumber(number)) is { } day)
            {
                Add(written, day);
            }
        }

        return written.ToImmutable();
    }

    /// <summary>What is celebrated on one lunar day.</summary>
    private static void Add(ImmutableHashSet<int>.Builder written, LunarDate on)
    {
        var isLast = on.Day == 29 && LunarCalendar.Length(on.Year, on.Month, on.IsLeapMonth) == 29;
        for (var day = on.Day; day <= (isLast ? 30 : on.Day); day++)
        {
            var code = (on.Month * 100) + day;
            if (!on.IsLeapMonth)
            {
                written.Add(BirthdayCode.Lunar + code);
            }

            if (on.IsLeapMonth || LunarCalendar.LeapMonth(on.Year) != on.Month)
            {
                written.Add(BirthdayCode.LunarLeap + code);
            }
        }
    }

    private static LunarDay Day(Birthday birthday) =>
        birthday.Lunar ? new(birthday.Month, birthday.Day, birthday.LeapMonth) : throw new ArgumentException("Not a lunar birthday.", nameof(birthday));
}
