using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care;

/// <summary>On which day of a year a solar birthday is celebrated, and where to look for it.</summary>
public sealed class BirthdayTests
{
    [Theory]
    [InlineData(6, 15, false, 2026, "2026-06-15")]
    [InlineData(12, 31, false, 2026, "2026-12-31")]
    [InlineData(2, 29, false, 2028, "2028-02-29")]
    [InlineData(2, 29, true, 2028, "2028-02-29")]
    [InlineData(2, 29, false, 2026, "2026-02-28")]
    [InlineData(2, 29, true, 2026, "2026-03-01")]
    [InlineData(2, 29, false, 2100, "2100-02-28")]
    [InlineData(2, 28, true, 2026, "2026-02-28")]
    public void Falls_on(int month, int day, bool onMarch1, int year, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), Birthdays.On(new(false, month, day, null, false, onMarch1), year));

    [Fact]
    public void Whatever_is_celebrated_in_a_span_is_found_by_where_it_is_written()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var from = new DateOnly(2023, 1, 1).AddDays(random.Next(2500));
            var to = from.AddDays(random.Next(random.Next(2) == 0 ? 10 : 800));
            var month = random.Next(1, 13);
            var birthday = new Birthday(false, month, random.Next(1, DateTime.DaysInMonth(2000, month) + 1), null, false, random.Next(2) == 0);
            var celebrated = Enumerable.Range(from.Year, to.Year - from.Year + 1).Select(y => Birthdays.On(birthday, y)).Any(d => d >= from && d <= to);
            Assert.True(!celebrated || Birthdays.Written(from, to).Contains((birthday.Month * 100) + birthday.Day), $"{birthday} in {from:O}..{to:O}");
        }
    }

    [Fact]
    public void A_span_of_a_week_looks_at_no_more_than_its_days()
    {
        Assert.Equal([101, 102, 1230, 1231], Birthdays.Written(new(2026, 12, 30), new(2027, 1, 2)).Order());
        Assert.Equal([228, 229], Birthdays.Written(new(2026, 2, 28), new(2026, 2, 28)).Order());
    }
}
