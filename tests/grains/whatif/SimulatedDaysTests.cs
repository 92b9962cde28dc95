using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.WhatIf;

public sealed class SimulatedDaysTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");

    [Theory]
    [InlineData("2026-06-15", null, null, "2026-06-15")]
    [InlineData(null, "2026-06-15", "2026-06-15", "2026-06-15")]
    [InlineData(null, "2026-01-31", "2026-01-31", "2026-01-31")]
    [InlineData(null, "2026-01-31", "2026-02-28", "2026-01-31 2026-02-28")]
    [InlineData(null, "2023-12-15", "2024-03-01", "2023-12-31 2024-01-31 2024-02-29 2024-03-01")]
    public void ADayOrTheMonthEndsOfASpanAndItsLastDay(string? asOf, string? from, string? to, string days)
    {
        var (found, refusal) = SimulatedDays.Of(Day(asOf), Day(from), Day(to), Today);
        Assert.Null(refusal);
        Assert.Equal(days, string.Join(' ', found.Select(d => $"{d:yyyy-MM-dd}")));
    }

    [Theory]
    [InlineData(null, null, null, "required", "asOf")]
    [InlineData(null, "2026-01-01", null, "required", "to")]
    [InlineData(null, null, "2026-01-01", "required", "from")]
    [InlineData("2026-01-01", "2026-01-01", null, "invalid-span", "asOf")]
    [InlineData("2026-01-01", "2026-01-01", "2026-01-01", "invalid-span", "asOf")]
    [InlineData(null, "2026-02-01", "2026-01-01", "invalid-span", "from")]
    [InlineData("2026-06-16", null, null, "date-in-future", "asOf")]
    [InlineData(null, "2026-06-01", "2026-06-16", "date-in-future", "to")]
    [InlineData("0001-01-01", null, null, "date-out-of-range", "asOf")]
    [InlineData(null, "1900-01-01", "2026-01-01", "span-too-long", "from")]
    [InlineData(null, "2023-01-31", "2026-01-30", "span-too-long", "from")]
    public void AnythingElseIsRefused(string? asOf, string? from, string? to, string code, string field)
    {
        var (days, refusal) = SimulatedDays.Of(Day(asOf), Day(from), Day(to), Today);
        Assert.Equal((code, field), (refusal!.Code, refusal.Field));
        Assert.Empty(days);
    }

    [Fact]
    public void ThreeYearsAreNotTooLong() =>
        Assert.Equal(SimulatedDays.Most, SimulatedDays.Of(null, Make.Day("2023-02-01"), Make.Day("2026-01-31"), Today).Days.Length);

    private static DateOnly? Day(string? text) => text is null ? null : Make.Day(text);
}
