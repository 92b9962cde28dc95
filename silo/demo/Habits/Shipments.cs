namespace Lifecycle.Silo.Demo.Habits;

/// <summary>When goods leave, and for how much: a steady rhythm with some unrest, scaled by level and season.</summary>
internal static class Shipments
{
    // About 302 of 365 days are open.
    private const double OpenDays = 302;

    public static IEnumerable<(DateOnly Day, long Cents)> Of(Course course, TradingCalendar calendar, Chance chance)
    {
        if (course.First is not { } first)
        {
            yield break;
        }

        // Demand gathers day by day until it fills a shipment; the first one leaves at once.
        var (gathered, needed) = (1.0, 1.0);
        for (var day = calendar.Open(first); day <= course.Last; day = day.AddDays(1))
        {
            if (!calendar.IsOpen(day) || course.Rests(day))
            {
                continue;
            }

            if (gathered >= needed)
            {
                yield return (day, Amount(course, day, calendar, chance));
                (gathered, needed) = (Math.Min(gathered - needed, 1), chance.Around(0.3));
            }

            // Half of a change of level shows in how often they buy, half in how much.
            gathered += course.Batches / OpenDays * Math.Sqrt(course.Level(day, calendar.Today)) * course.Season.Weight(day);
        }
    }

    private static long Amount(Course course, DateOnly day, TradingCalendar calendar, Chance chance)
    {
        var amount = course.Yearly / course.Batches * Math.Sqrt(course.Level(day, calendar.Today)) * chance.Around(0.3);

        // Some price lists have round prices.
        return Math.Max(100, chance.Often(0.4) ? (long)amount * 100 : (long)(amount * 100));
    }
}
