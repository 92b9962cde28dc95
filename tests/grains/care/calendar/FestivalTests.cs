using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care.Calendar;

/// <summary>On which days festivals and anniversaries fall.</summary>
public sealed class FestivalTests
{
    [Theory]
    [InlineData("new-year", 2026, "2026-01-01", "元旦", "New Year's Day")]
    [InlineData("labour-day", 2026, "2026-05-01", "劳动节", "Labour Day")]
    [InlineData("national-day", 2026, "2026-10-01", "国庆节", "National Day")]
    [InlineData("christmas", 2026, "2026-12-25", "圣诞节", "Christmas")]
    [InlineData("spring-festival", 2026, "2026-02-17", "春节", "Spring Festival")]
    [InlineData("lantern", 2026, "2026-03-03", "元宵节", "Lantern Festival")]
    [InlineData("dragon-boat", 2026, "2026-06-19", "端午节", "Dragon Boat Festival")]
    [InlineData("qixi", 2026, "2026-08-19", "七夕", "Qixi Festival")]
    [InlineData("mid-autumn", 2026, "2026-09-25", "中秋节", "Mid-Autumn Festival")]
    [InlineData("double-ninth", 2026, "2026-10-18", "重阳节", "Double Ninth Festival")]
    [InlineData("new-years-eve", 2026, "2027-02-05", "除夕", "Lunar New Year's Eve")]
    [InlineData("qingming", 2026, "2026-04-05", "清明节", "Qingming Festival")]
    [InlineData("winter-solstice", 2026, "2026-12-22", "冬至", "Winter Solstice")]
    public void Falls_on(string id, int year, string expected, string chinese, string english)
    {
        var festival = Festivals.Find(id)!;
        Assert.Equal(DateOnly.Parse(expected), festival.On(year));
        Assert.Equal((chinese, english), (festival.Names.In("zh-CN"), festival.Names.In("en-GB")));
    }

    [Theory]

    // The last day of the lunar year is the 29th or the 30th of its last month.
    [InlineData("new-years-eve", 2021, "2022-01-31")]
    [InlineData("new-years-eve", 2022, "2023-01-21")]
    [InlineData("new-years-eve", 2023, "2024-02-09")]
    [InlineData("new-years-eve", 2024, "2025-01-28")]
    [InlineData("new-years-eve", 2033, "2034-02-18")]
    [InlineData("new-years-eve", 2100, "2101-01-28")]
    [InlineData("new-years-eve", 2101, null)]
    [InlineData("spring-festival", 1990, "1990-01-27")]
    [InlineData("spring-festival", 2033, "2033-01-31")]
    [InlineData("spring-festival", 2034, "2034-02-19")]
    [InlineData("spring-festival", 2060, "2060-02-02")]
    [InlineData("spring-festival", 1900, null)]

    // Years with a leap fifth, seventh, eighth and ninth month: the regular month comes first.
    [InlineData("dragon-boat", 2009, "2009-05-28")]
    [InlineData("dragon-boat", 2028, "2028-05-28")]
    [InlineData("qixi", 2006, "2006-07-31")]
    [InlineData("mid-autumn", 1995, "1995-09-09")]
    [InlineData("double-ninth", 2014, "2014-10-02")]

    // The Sun was there 46 seconds before midnight.
    [InlineData("winter-solstice", 2021, "2021-12-21")]
    [InlineData("qingming", 2024, "2024-04-04")]
    [InlineData("qingming", 1979, null)]
    public void Falls_on_where_it_is_easily_wrong(string id, int year, string? expected) =>
        Assert.Equal(expected, Festivals.Find(id)!.On(year)?.ToString("yyyy-MM-dd"));

    [Fact]
    public void The_new_year_is_the_published_one_and_the_eve_the_day_before()
    {
        foreach (var (year, newYear, leap, months) in Published.LunarYears)
        {
            Assert.Equal(newYear, Festivals.Find("spring-festival")!.On(year));
            Assert.Equal(Festivals.Find("spring-festival")!.On(year + 1)?.AddDays(-1) ?? LunarCalendar.Last, Festivals.Find("new-years-eve")!.On(year));

            // Seven months before the eighth, and one more if a leap month is among them.
            var before = months[..(leap is > 0 and < 8 ? 8 : 7)].Sum(length => length == '大' ? 30 : 29);
            Assert.Equal(newYear.AddDays(before + 14), Festivals.Find("mid-autumn")!.On(year));
        }
    }

    [Fact]
    public void A_span_has_its_festivals_in_order_each_with_the_year_of_its_own_calendar()
    {
        var found = Festivals.Between(new(2026, 12, 25), new(2027, 2, 20)).Select(f => (f.Festival.Id, f.Occurrence, f.On));
        Assert.Equal(
            [
                ("christmas", 2026, new(2026, 12, 25)), ("new-year", 2027, new(2027, 1, 1)),
                ("new-years-eve", 2026, new(2027, 2, 5)), ("spring-festival", 2027, new(2027, 2, 6)), ("lantern", 2027, new(2027, 2, 20)),
            ],
            found);
        Assert.Empty(Festivals.Between(new(2026, 12, 26), new(2026, 12, 31)));
        Assert.Empty(Festivals.Between(new(2026, 12, 26), new(2026, 12, 25)));
    }

    [Fact]
    public void Every_festival_comes_once_in_every_year_of_its_own()
    {
        var found = Festivals.Between(DateOnly.MinValue, DateOnly.MaxValue);
        Assert.Equal(found.Length, found.Select(f => (f.Festival.Id, f.Occurrence)).Distinct().Count());
        Assert.Equal(13, Festivals.All.Select(f => f.Id).Distinct().Count());
        for (var year = 1990; year <= 2060; year++)
        {
            Assert.Equal(13, found.Count(f => f.Occurrence == year));
        }
    }

    [Theory]
    [InlineData("2016-05-20", "2026-01-01", "2027-12-31", "2026 10 2026-05-20, 2027 11 2027-05-20")]
    [InlineData("2026-05-20", "2026-01-01", "2027-12-31", "2027 1 2027-05-20")]
    [InlineData("2026-05-20", "2020-01-01", "2026-12-31", "")]
    [InlineData("2024-02-29", "2024-01-01", "2028-12-31", "2025 1 2025-02-28, 2026 2 2026-02-28, 2027 3 2027-02-28, 2028 4 2028-02-29")]
    public void Anniversaries_fall_on(string since, string from, string to, string expected) =>
        Assert.Equal(expected, string.Join(", ", Anniversaries.Between(DateOnly.Parse(since), DateOnly.Parse(from), DateOnly.Parse(to)).Select(a => $"{a.Year} {a.Ordinal} {a.On:yyyy-MM-dd}")));

    [Fact]
    public void An_anniversary_is_the_day_on_which_their_number_grows()
    {
        for (var since = new DateOnly(2019, 12, 30); since < new DateOnly(2024, 3, 5); since = since.AddDays(1))
        {
            foreach (var (year, ordinal, on) in Anniversaries.Between(since, since, since.AddYears(12)))
            {
                Assert.Equal((ordinal, ordinal - 1, year), (Days.Anniversaries(since, on), Days.Anniversaries(since, on.AddDays(-1)), on.Year));
            }

            Assert.Equal(12, Anniversaries.Between(since, since, since.AddYears(12)).Count());
        }
    }
}
