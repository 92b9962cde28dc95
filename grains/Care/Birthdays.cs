using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>On which days birthdays are celebrated.</summary>
public static class Birthdays
{
    /// <summary>The day of a solar birthday in a solar year: 29 February of a common year as the contact prefers.</summary>
    public static DateOnly On(Birthday birthday, int year)
    {
        if (birthday is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year))
        {
            return birthday.Feb29OnMarch1 ? new(year, 3, 1) : new(year, 2, 28);
        }

        return new(year, birthday.Month, birthday.Day);
    }

    /// <summary>The day of a birthday of either calendar in a year of that calendar; null: outside of the years that are known.</summary>
    public static DateOnly? In(Birthday birthday, int year) =>
        birthday.Lunar ? LunarBirthdays.On(birthday, year)
        : year < DateOnly.MinValue.Year || year > DateOnly.MaxValue.Year ? null
        : On(birthday, year);

    /// <summary>
    /// The times that a birthday of either calendar is celebrated in a span, both ends included: the year of its own calendar,
    /// and the solar day; in order.
    /// </summary>
    public static IEnumerable<(int Year, DateOnly On)> Between(Birthday birthday, DateOnly from, DateOnly to) =>
        YearlyDay.Between(year => In(birthday, year), from, to);

    /// <summary>How the lunar birthdays celebrated in a span are written, as <see cref="BirthdayCode"/>: what to look for.</summary>
    public static ImmutableHashSet<int> WrittenLunar(DateOnly from, DateOnly to) => LunarBirthdays.Written(from, to);

    /// <summary>Where the solar birthdays celebrated in a span are written in the calendar, as <see cref="BirthdayCode"/>: what to look for.</summary>
    public static ImmutableHashSet<int> Written(DateOnly from, DateOnly to)
    {
        // A year and a day hold every day of the calendar; looking further finds nothing new.
        var written = ImmutableHashSet.CreateBuilder<int>();
        for (var day = from; day <= to && day.DayNumber - from.DayNumber <= 366; day = day.AddDays(1))
        {
            written.Add((day.Month * 100) + day.Day);
            if (day is { Month: 2, Day: 28 } or { Month: 3, Day: 1 })
            {
                written.Add(229);
            }
        }

        return written.ToImmutable();
    }
}
