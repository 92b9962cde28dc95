using Lifecycle.Grains;

namespace Lifecycle.Silo.Demo.People;

/// <summary>Birthdays of every kind that care must get right. Which customer has a special one follows from its number: there is always one.</summary>
internal static class Birthdays
{
    // Years of the lunar calendar with the month that came twice.
    private static readonly (int Year, int Month)[] LeapMonths =
        [(1966, 3), (1968, 7), (1971, 5), (1974, 4), (1976, 8), (1979, 6), (1982, 4), (1984, 10), (1987, 6), (1990, 5), (1993, 3), (1995, 8), (1998, 5), (2001, 4)];

    public static BirthdayInput? Of(int number, int place, DateOnly today, Chance chance)
    {
        if (place > 0)
        {
            return chance.Often(0.5) ? Solar(AnyDay(chance), chance) : null;
        }

        return (number % 250, number % 80, number % 10) switch
        {
            (7, _, _) => Solar(today, chance),
            (17, _, _) => LeapMonth(chance),
            (29, _, _) => new() { Month = 2, Day = 29, Year = chance.Pick(1976, 1984, 1988, 1992), Feb29 = chance.Pick(null, "feb28", "mar1") },
            (_, 11, _) => Solar(today.AddDays(chance.Between((1, 7))), chance),
            (_, _, 5) => new() { Calendar = "lunar", Month = chance.Between((1, 12)), Day = chance.Between((1, 30)) },
            _ => chance.Often(0.8) ? Solar(AnyDay(chance), chance) : null,
        };
    }

    private static BirthdayInput Solar(DateOnly day, Chance chance)
    {
        // A leap year for whoever was born on a 29 February; many give no year at all.
        var year = chance.Between((1958, 2003)) is var any && day is { Month: 2, Day: 29 } ? any / 4 * 4 : any;
        return new() { Calendar = "solar", Month = day.Month, Day = day.Day, Year = chance.Often(0.75) ? year : null };
    }

    private static BirthdayInput LeapMonth(Chance chance)
    {
        var (year, month) = chance.Pick<(int Year, int Month)>(LeapMonths);
        return new() { Calendar = "lunar", Month = month, Day = chance.Between((1, 29)), Year = year, LeapMonth = true };
    }

    private static DateOnly AnyDay(Chance chance) => new DateOnly(2001, 1, 1).AddDays(chance.Between((0, 364)));
}
