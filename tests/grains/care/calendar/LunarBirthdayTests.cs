using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care.Calendar;

/// <summary>On which solar days lunar birthdays are celebrated, and where to look for them.</summary>
public sealed class LunarBirthdayTests
{
    /// <summary>Every way to write a lunar birthday.</summary>
    private static readonly Birthday[] All =
    [
        .. from leap in new[] { false, true }
           from month in Enumerable.Range(1, 12)
           from day in Enumerable.Range(1, 30)
           select Lunar(month, day, leap),
    ];

    [Theory]
    [InlineData(8, 15, false, 2026, "2026-09-25")]
    [InlineData(12, 30, false, 2022, "2023-01-21")]
    [InlineData(12, 30, false, 2024, "2025-01-28")]
    [InlineData(12, 8, false, 2025, "2026-01-26")]

    // The second month of 2023 comes twice, the sixth of 2025, and the eleventh of 2033.
    [InlineData(2, 10, false, 2023, "2023-03-01")]
    [InlineData(2, 10, true, 2023, "2023-03-31")]
    [InlineData(2, 10, true, 2024, "2024-03-19")]
    [InlineData(3, 1, true, 2023, "2023-04-20")]
    [InlineData(6, 1, false, 2025, "2025-06-25")]
    [InlineData(6, 1, true, 2025, "2025-07-25")]
    [InlineData(11, 1, false, 2033, "2033-11-22")]
    [InlineData(11, 1, true, 2033, "2033-12-22")]
    [InlineData(12, 1, true, 2033, "2034-01-20")]

    // The leap second month of 2023 and the leap sixth of 2025 have 29 days.
    [InlineData(2, 30, true, 2023, "2023-04-19")]
    [InlineData(6, 30, true, 2025, "2025-08-22")]
    [InlineData(2, 30, false, 2023, "2023-03-21")]
    public void Falls_on(int month, int day, bool leap, int lunarYear, string expected)
    {
        Assert.Equal(DateOnly.Parse(expected), LunarBirthdays.On(Lunar(month, day, leap), lunarYear));
        Assert.Equal(DateOnly.Parse(expected), Birthdays.In(Lunar(month, day, leap), lunarYear));
    }

    [Fact]
    public void Falls_once_in_every_lunar_year_and_on_what_is_written_as_closely_as_the_year_allows()
    {
        foreach (var birthday in All)
        {
            for (var year = 1901; year <= 2100; year++)
            {
                var on = LunarBirthdays.On(birthday, year)!.Value;
                var lunar = LunarCalendar.Of(on)!.Value;
                var leap = birthday.LeapMonth && LunarCalendar.LeapMonth(year) == birthday.Month;
                var day = Math.Min(birthday.Day, LunarCalendar.Length(year, birthday.Month, leap)!.Value);
                Assert.Equal(new LunarDate(year, birthday.Month, leap, day), lunar);
            }
        }
    }

    [Fact]
    public void A_solar_year_may_have_it_twice_or_never()
    {
        var birthday = Lunar(12, 8, leap: false);
        Assert.Equal([(2019, new(2020, 1, 2))], Birthdays.Between(birthday, new(2020, 1, 1), new(2020, 12, 31)));
        Assert.Equal([(2020, new(2021, 1, 20))], Birthdays.Between(birthday, new(2021, 1, 1), new(2021, 12, 31)));

        var early = Lunar(11, 22, leap: false);
        var counts = Enumerable.Range(1990, 71).Select(year => Birthdays.Between(early, new(year, 1, 1), new(year, 12, 31)).Count()).ToList();
        Assert.Equal([0, 1, 2], counts.Distinct().Order());
        Assert.InRange(counts.Sum(), 70, 72);
    }

    [Fact]
    public void Outside_of_what_is_known_there_is_none()
    {
        var birthday = Lunar(1, 1, leap: false);
        Assert.Null(LunarBirthdays.On(birthday, 1900));
        Assert.Null(LunarBirthdays.On(birthday, 2101));
        Assert.Null(Birthdays.In(birthday, int.MinValue));
        Assert.Equal(200, Birthdays.Between(birthday, DateOnly.MinValue, DateOnly.MaxValue).Count());
        Assert.Empty(Birthdays.Between(birthday, new(2101, 1, 1), DateOnly.MaxValue));
        Assert.Empty(Birthdays.WrittenLunar(new(1800, 1, 1), new(1901, 2, 18)));
        Assert.Empty(Birthdays.WrittenLunar(new(2101, 1, 29), DateOnly.MaxValue));
        Assert.Equal(720, Birthdays.WrittenLunar(DateOnly.MinValue, DateOnly.MaxValue).Count);
        Assert.Throws<ArgumentException>(() => LunarBirthdays.On(birthday with { Lunar = false }, 2026));
    }

    [Fact]
    public void Exactly_what_is_celebrated_in_a_span_is_found_by_how_it_is_written()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var from = new DateOnly(1899, 1, 1).AddDays(random.Next(204 * 365));
            var to = from.AddDays(random.Next(i % 3 == 0 ? 3 : i % 3 == 1 ? 60 : 600));
            var celebrated = All.Where(birthday => Birthdays.Between(birthday, from, to).Any()).Select(BirthdayCode.Of);
            Assert.True(Birthdays.WrittenLunar(from, to).SetEquals(celebrated), $"{from:O}..{to:O}");
        }
    }

    [Fact]
    public void On_every_single_day_exactly_what_is_celebrated_is_found()
    {
        var celebrated = All.SelectMany(birthday => Birthdays.Between(birthday, new(1990, 1, 1), new(2060, 12, 31)).Select(found => (found.On, Code: BirthdayCode.Of(birthday))))
            .ToLookup(found => found.On, found => found.Code);
        for (var day = new DateOnly(1990, 1, 1); day.Year <= 2060; day = day.AddDays(1))
        {
            Assert.True(Birthdays.WrittenLunar(day, day).SetEquals(celebrated[day]), $"{day:O}");
        }
    }

    [Fact]
    public void Whoever_waits_longest_is_found_by_looking_ahead()
    {
        var waits = All.SelectMany(birthday =>
        {
            var days = Birthdays.Between(birthday, DateOnly.MinValue, DateOnly.MaxValue).Select(found => found.On).ToList();
            return days.Zip(days.Skip(1), (one, next) => (Code: BirthdayCode.Of(birthday), After: one.AddDays(1), Next: next));
        }).ToList();
        var longest = waits.MaxBy(wait => wait.Next.DayNumber - wait.After.DayNumber);
        Assert.Equal(384, longest.Next.DayNumber - longest.After.DayNumber);
        Assert.Contains(longest.Code, Birthdays.WrittenLunar(longest.After, longest.Next));
        Assert.Contains(longest.Code, Birthdays.WrittenLunar(longest.After, longest.Next.AddDays(600)));
        Assert.DoesNotContain(longest.Code, Birthdays.WrittenLunar(longest.After, longest.Next.AddDays(-1)));
    }

    [Fact]
    public void Is_written_unlike_any_other_birthday()
    {
        Assert.Equal(10815, BirthdayCode.Of(Lunar(8, 15, leap: false)));
        Assert.Equal(20415, BirthdayCode.Of(Lunar(4, 15, leap: true)));
        Assert.Equal(815, BirthdayCode.Of(new(false, 8, 15, 1980, false, false)));
        Assert.Equal(All.Length, All.Select(BirthdayCode.Of).Distinct().Count(code => code is > 10_000 and <= 21_230));
        Assert.Equal([10811, 20811], Birthdays.WrittenLunar(new(2026, 9, 21), new(2026, 9, 21)).Order());
    }

    [Fact]
    public void A_solar_birthday_has_the_same_questions()
    {
        var leapling = new Birthday(false, 2, 29, 1988, false, Feb29OnMarch1: true);
        Assert.Equal([(2026, new(2026, 3, 1)), (2027, new(2027, 3, 1)), (2028, new(2028, 2, 29))], Birthdays.Between(leapling, new(2026, 3, 1), new(2028, 2, 29)));
        Assert.Empty(Birthdays.Between(leapling, new(2026, 2, 28), new(2026, 2, 28)));
        Assert.Null(Birthdays.In(leapling, 0));
        Assert.Null(Birthdays.In(leapling, 10_000));
        Assert.Equal(9999, Birthdays.Between(leapling, DateOnly.MinValue, DateOnly.MaxValue).Count());
    }

    private static Birthday Lunar(int month, int day, bool leap) => new(true, month, day, null, leap, false);
}
