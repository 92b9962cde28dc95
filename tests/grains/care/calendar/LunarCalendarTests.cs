using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care.Calendar;

/// <summary>The lunar calendar against the published one, and how its dates are written.</summary>
public sealed class LunarCalendarTests
{
    [Fact]
    public void Every_month_begins_on_the_published_day()
    {
        var wrong = new List<string>();
        var years = 0;
        foreach (var (year, newYear, leap, months) in Published.LunarYears)
        {
            years++;
            Assert.Equal(leap, LunarCalendar.LeapMonth(year) ?? 0);
            var day = newYear;
            for (var i = 0; i < months.Length; i++)
            {
                var isLeap = leap > 0 && i == leap;
                var month = leap > 0 && i >= leap ? i : i + 1;
                if (LunarCalendar.Day(year, month, 1, isLeap) != day)
                {
                    wrong.Add($"{year} {month} {isLeap}: {day:O}");
                }

                day = day.AddDays(months[i] == '大' ? 30 : 29);
            }

            Assert.Equal(day.AddDays(-1), LunarCalendar.LastDay(year));
        }

        // The new moon of that night is at midnight as nearly as can be foretold; .NET has the 29th. One of 2461 months.
        Assert.Equal(199, years);
        Assert.Equal("2057 9 False: 2057-09-28", Assert.Single(wrong));
    }

    [Fact]
    public void Every_day_that_is_known_leads_back_to_itself()
    {
        var days = 0;
        for (var day = LunarCalendar.First; day <= LunarCalendar.Last; day = day.AddDays(1), days++)
        {
            var lunar = LunarCalendar.Of(day)!.Value;
            Assert.Equal(day, LunarCalendar.Day(lunar.Year, lunar.Month, lunar.Day, lunar.IsLeapMonth));
            Assert.InRange(lunar.Day, 1, LunarCalendar.Length(lunar.Year, lunar.Month, lunar.IsLeapMonth)!.Value);
        }

        Assert.Equal(LunarCalendar.Last.DayNumber - LunarCalendar.First.DayNumber + 1, days);
    }

    [Fact]
    public void What_is_not_known_is_none()
    {
        Assert.Equal((new DateOnly(1901, 2, 19), new DateOnly(2101, 1, 28)), (LunarCalendar.First, LunarCalendar.Last));
        Assert.Equal(new LunarDate(1901, 1, false, 1), LunarCalendar.Of(LunarCalendar.First));
        Assert.Equal(LunarCalendar.Last, LunarCalendar.LastDay(2100));
        foreach (var day in new[] { DateOnly.MinValue, LunarCalendar.First.AddDays(-1), LunarCalendar.Last.AddDays(1), DateOnly.MaxValue })
        {
            Assert.Null(LunarCalendar.Of(day));
            Assert.Null(LunarDates.Format(day, "zh-CN"));
        }

        foreach (var year in new[] { int.MinValue, 0, 1900, 2101, int.MaxValue })
        {
            Assert.Null(LunarCalendar.LeapMonth(year));
            Assert.Null(LunarCalendar.Length(year, 1, leapMonth: false));
            Assert.Null(LunarCalendar.Day(year, 1, 1));
            Assert.Null(LunarCalendar.LastDay(year));
        }

        Assert.Null(LunarCalendar.Day(2026, 0, 1));
        Assert.Null(LunarCalendar.Day(2026, 13, 1));
        Assert.Null(LunarCalendar.Day(2026, 1, 0));
        Assert.Null(LunarCalendar.Day(2026, 1, 31));
        Assert.Null(LunarCalendar.Day(2025, 5, 1, leapMonth: true));
        Assert.Null(LunarCalendar.Day(2024, 12, 31));
    }

    [Theory]
    [InlineData("2026-09-25", "农历八月十五", "15th day of the 8th lunar month")]
    [InlineData("2026-02-17", "农历正月初一", "1st day of the 1st lunar month")]
    [InlineData("2025-01-28", "农历腊月廿九", "29th day of the 12th lunar month")]
    [InlineData("2022-01-31", "农历腊月廿九", "29th day of the 12th lunar month")]
    [InlineData("2023-01-21", "农历腊月三十", "30th day of the 12th lunar month")]
    [InlineData("2020-05-23", "农历闰四月初一", "1st day of the leap 4th lunar month")]
    [InlineData("2023-03-22", "农历闰二月初一", "1st day of the leap 2nd lunar month")]
    [InlineData("2025-08-04", "农历闰六月十一", "11th day of the leap 6th lunar month")]
    [InlineData("2033-12-22", "农历闰十一月初一", "1st day of the leap 11th lunar month")]
    [InlineData("2026-10-19", "农历九月初十", "10th day of the 9th lunar month")]
    [InlineData("2026-10-29", "农历九月二十", "20th day of the 9th lunar month")]
    [InlineData("2026-10-30", "农历九月廿一", "21st day of the 9th lunar month")]
    [InlineData("2026-10-31", "农历九月廿二", "22nd day of the 9th lunar month")]
    [InlineData("2026-10-21", "农历九月十二", "12th day of the 9th lunar month")]
    [InlineData("2026-04-19", "农历三月初三", "3rd day of the 3rd lunar month")]
    public void Is_written(string day, string chinese, string english)
    {
        Assert.Equal(chinese, LunarDates.Format(DateOnly.Parse(day), "zh-CN"));
        Assert.Equal(english, LunarDates.Format(DateOnly.Parse(day), "en"));
    }

    [Theory]
    [InlineData("en-GB", false)]
    [InlineData("EN_us", false)]
    [InlineData("zh-TW", true)]
    [InlineData("fr", true)]
    [InlineData("enx", true)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public void Whoever_does_not_read_English_is_written_to_in_Chinese(string? language, bool chinese) =>
        Assert.Equal(chinese, LunarDates.Format(new(2026, 2, 17), language)!.StartsWith("农历", StringComparison.Ordinal));

    [Fact]
    public void No_two_days_of_a_lunar_year_are_written_alike()
    {
        foreach (var (year, newYear, _, _) in Published.LunarYears)
        {
            var days = Enumerable.Range(0, LunarCalendar.LastDay(year)!.Value.DayNumber - newYear.DayNumber + 1).Select(newYear.AddDays).ToList();
            Assert.Equal(days.Count, days.Select(day => LunarDates.Format(day, "zh-CN")).Distinct().Count());
            Assert.Equal(days.Count, days.Select(day => LunarDates.Format(day, "en")).Distinct().Count());
        }
    }
}
