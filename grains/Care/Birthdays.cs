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

    /// <summary>Where the birthdays celebrated in a span are written in the calendar, as month × 100 + day: what to look for.</summary>
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
