namespace Lifecycle.Grains;

/// <summary>
/// Anniversaries of a cooperation: the same month and day in every later year, from the first one on; the day itself is none.
/// For 29 February it is 28 February in common years, the last day of the month, as <see cref="Days.Anniversaries"/> counts.
/// </summary>
public static class Anniversaries
{
    /// <summary>The anniversary in a solar year; null in the first year and before.</summary>
    public static DateOnly? On(DateOnly since, int year) => year > since.Year ? new SolarDay(since.Month, since.Day).In(year) : null;

    /// <summary>The anniversaries in a span, both ends included: the solar year, which anniversary it is (1 and up), and the day.</summary>
    public static IEnumerable<(int Year, int Ordinal, DateOnly On)> Between(DateOnly since, DateOnly from, DateOnly to) =>
        YearlyDay.Between(year => On(since, year), from, to).Select(found => (found.Year, found.Year - since.Year, found.On));
}
