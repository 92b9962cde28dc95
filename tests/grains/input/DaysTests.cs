using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Input;

public sealed class DaysTests
{
    [Theory]
    [InlineData("2024-02-29", 1, "2023-02-28")]
    [InlineData("2024-02-29", 2, "2022-02-28")]
    [InlineData("2024-02-29", 4, "2020-02-29")]
    [InlineData("2025-02-28", 1, "2024-02-28")]
    [InlineData("2025-03-01", 1, "2024-03-01")]
    public void AYearBack(string day, int years, string back) => Assert.Equal(Make.Day(back), Make.Day(day).YearsBack(years));

    [Theory]
    [InlineData("2024-02-28", 1, "2025-02-28")]
    [InlineData("2024-02-29", 1, "2025-03-01")]
    [InlineData("2024-02-29", 2, "2026-03-01")]
    [InlineData("2024-02-29", 4, "2028-02-29")]
    [InlineData("2024-03-01", 1, "2025-03-01")]
    [InlineData("2023-02-28", 1, "2024-02-28")]
    [InlineData("2023-03-01", 1, "2024-03-01")]
    public void LeavingAWindow(string day, int years, string leaves) =>
        Assert.Equal(Make.Day(leaves), Make.Day(day).FirstDayYearsAfter(years));

    [Fact]
    public void LeavesOnTheFirstDayThatLooksPastIt()
    {
        for (var day = Make.Day("2019-01-01"); day < Make.Day("2029-01-01"); day = day.AddDays(1))
        {
            foreach (var years in new[] { 1, 2 })
            {
                var leaves = day.FirstDayYearsAfter(years);
                Assert.True(leaves.YearsBack(years) >= day && leaves.AddDays(-1).YearsBack(years) < day, $"{day:yyyy-MM-dd}");
            }
        }
    }

    [Theory]
    [InlineData("2020-02-29", "2021-02-27", 0)]
    [InlineData("2020-02-29", "2021-02-28", 1)]
    [InlineData("2020-02-29", "2024-02-28", 3)]
    [InlineData("2020-02-29", "2024-02-29", 4)]
    [InlineData("2020-02-28", "2024-02-28", 4)]
    [InlineData("2020-03-01", "2021-02-28", 0)]
    [InlineData("2020-03-01", "2020-03-01", 0)]
    [InlineData("2025-01-01", "2020-03-01", 0)]
    public void Anniversaries(string since, string day, int years) => Assert.Equal(years, Days.Anniversaries(Make.Day(since), Make.Day(day)));

    [Theory]
    [InlineData("2024-02-01", "2024-02-29")]
    [InlineData("2023-02-28", "2023-02-28")]
    [InlineData("2024-12-31", "2024-12-31")]
    [InlineData("2024-04-15", "2024-04-30")]
    public void MonthEnd(string day, string end) => Assert.Equal(Make.Day(end), Make.Day(day).MonthEnd());
}
