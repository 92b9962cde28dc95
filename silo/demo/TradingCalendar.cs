using System.Globalization;

namespace Lifecycle.Silo.Demo;

/// <summary>On which days goods and money move: not on Sundays and the long holidays. Today always counts, or nothing would end today.</summary>
internal sealed class TradingCalendar
{
    private static readonly ChineseLunisolarCalendar Lunar = new();

    private readonly HashSet<DateOnly> closed = [];

    public TradingCalendar(DateOnly today)
    {
        Today = today;
        for (var year = today.Year - 3; year <= today.Year; year++)
        {
            Close(new(year, 1, 1), 1);
            Close(new(year, 5, 1), 3);
            Close(new(year, 10, 1), 5);

            // The calendar of the class library ends; a demonstration in another century trades through the Spring Festival.
            if (year > Lunar.MinSupportedDateTime.Year && year < Lunar.MaxSupportedDateTime.Year)
            {
                Close(DateOnly.FromDateTime(Lunar.ToDateTime(year, 1, 1, 0, 0, 0, 0)).AddDays(-1), 8);
            }
        }
    }

    public DateOnly Today { get; }

    /// <summary>The day the books were opened: the last one before both windows of a rating of today.</summary>
    public DateOnly BooksOpened => Today.AddYears(-2);

    public bool IsOpen(DateOnly day) => day == Today || (day.DayOfWeek != DayOfWeek.Sunday && !closed.Contains(day));

    /// <summary>The first open day from <paramref name="day"/> on.</summary>
    public DateOnly Open(DateOnly day)
    {
        while (!IsOpen(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private void Close(DateOnly from, int days)
    {
        for (var i = 0; i < days; i++)
        {
            closed.Add(from.AddDays(i));
        }
    }
}
