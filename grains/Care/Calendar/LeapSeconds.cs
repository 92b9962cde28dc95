namespace Lifecycle.Grains;

/// <summary>How far terrestrial time, by which the Sun is computed, is ahead of UTC, by which clocks are set.</summary>
internal static class LeapSeconds
{
    // IERS Bulletin C. None since 2017, and by resolution 4 of the 27th General Conference on Weights and Measures (2022) none
    // to be expected; each one that comes after all moves later moments by a second.
    private static readonly DateTime[] After1980 =
    [
        new(1981, 7, 1), new(1982, 7, 1), new(1983, 7, 1), new(1985, 7, 1), new(1988, 1, 1), new(1990, 1, 1), new(1991, 1, 1),
        new(1992, 7, 1), new(1993, 7, 1), new(1994, 7, 1), new(1996, 1, 1), new(1997, 7, 1), new(1999, 1, 1), new(2006, 1, 1),
        new(2009, 1, 1), new(2012, 7, 1), new(2015, 7, 1), new(2017, 1, 1),
    ];

    /// <summary>Terrestrial time minus UTC, from 1980 on.</summary>
    public static TimeSpan TerrestrialAhead(DateTime moment) =>
        TimeSpan.FromMilliseconds(32_184 + (1000L * (19 + After1980.Count(start => start <= moment))));
}
