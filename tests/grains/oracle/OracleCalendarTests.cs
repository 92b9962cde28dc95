using static Lifecycle.Tests.Grains.Oracle.OracleExample;

namespace Lifecycle.Tests.Grains.Oracle;

public sealed class OracleCalendarTests
{
    [Theory]
    [InlineData("2025-02-28", 1, "2024-02-28")] // not the 29th, although that is the month's end too
    [InlineData("2024-02-29", 1, "2023-02-28")]
    [InlineData("2024-02-29", 4, "2020-02-29")]
    [InlineData("2026-02-28", 2, "2024-02-28")]
    [InlineData("2024-03-01", 1, "2023-03-01")]
    public void AYearBack(string day, int years, string back) => Assert.Equal(Day(back), OracleCalendar.YearsBack(Day(day), years));

    [Theory]
    [InlineData("2024-02-29", 1, "2025-03-01")] // the specification's own example
    [InlineData("2024-02-29", 2, "2026-03-01")]
    [InlineData("2024-02-28", 1, "2025-02-28")]
    [InlineData("2023-02-28", 1, "2024-02-28")]
    [InlineData("2023-03-01", 1, "2024-03-01")]
    public void FirstDayBehind(string day, int years, string first) =>
        Assert.Equal(Day(first), OracleCalendar.FirstDayBehind(Day(day), years));

    [Theory]
    [InlineData(null, "2024-02-29", "2023-03-01", "2022-03-01", "2023-02-28")]
    [InlineData(null, "2025-02-28", "2024-02-29", "2023-03-01", "2024-02-28")] // the leap day is in the window
    [InlineData(null, "2025-03-01", "2024-03-02", "2023-03-02", "2024-03-01")] // and here in the prior one
    [InlineData("04-01", "2024-03-31", "2023-04-01", "2022-04-01", "2023-03-31")]
    [InlineData("04-01", "2024-04-01", "2024-04-01", "2023-04-01", "2023-04-01")]
    [InlineData("01-01", "2024-02-29", "2024-01-01", "2023-01-01", "2023-02-28")]
    [InlineData("01-01", "2025-02-28", "2025-01-01", "2024-01-01", "2024-02-28")] // 2024-02-29 is in neither
    [InlineData("02-29", "2025-03-01", "2025-02-28", "2024-02-28", "2024-03-01")]
    [InlineData("02-29", "2024-02-28", "2023-02-28", "2022-02-28", "2023-02-28")]
    public void Windows(string? start, string day, string from, string priorFrom, string priorTo)
    {
        Assert.Equal(new OracleSpan(Day(from), Day(day)), OracleCalendar.Current(Day(day), Window(start)));
        Assert.Equal(new OracleSpan(Day(priorFrom), Day(priorTo)), OracleCalendar.Prior(Day(day), Window(start)));
    }

    [Theory]
    [InlineData("2025-02-28", 1, 0)]
    [InlineData("2025-03-01", 0, 1)]
    [InlineData("2026-02-28", 0, 1)]
    [InlineData("2026-03-01", 0, 0)]
    public void AShipmentOfALeapDayLeavesOnTheFirstOfMarch(string day, int batches, int priorBatches)
    {
        var m = Measured(With(Posting("shipment", 10, "2024-02-29")), day);

        Assert.Equal((batches, priorBatches), (m.Batches, m.PriorBatches));
    }
}
