using System.Collections.Concurrent;

namespace Lifecycle.Grains;

/// <summary>
/// When the solar terms are: the moment at which the Sun reaches their longitude, and the day that this is in China (UTC+8).
/// Moments are good to about five seconds, and to as many more as there will be leap seconds from now on. The tests compare
/// every day of 1980 to 2100 with the Hong Kong Observatory's table; docs/care-calendar.md names the moments near midnight.
/// </summary>
public static class SolarTerms
{
    /// <summary>The first year that is answered: before it, published tables keep to other rules and other clocks.</summary>
    public const int FirstYear = 1980;

    /// <summary>The last year that is answered, as of the lunar calendar.</summary>
    public const int LastYear = 2100;

    private const double TropicalYear = 365.2422;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    // A festival asks for each of a million contacts, and there are not three thousand answers.
    private static readonly ConcurrentDictionary<(SolarTerm Term, int Year), DateOnly?> Days = new();

    /// <summary>The day in a solar year; null outside of 1980 to 2100.</summary>
    public static DateOnly? On(SolarTerm term, int year) => year is < FirstYear or > LastYear
        ? null
        : Days.GetOrAdd((term, year), static asked => DateOnly.FromDateTime(At(asked.Term, asked.Year)!.Value.DateTime));

    /// <summary>The moment in a solar year, at UTC+8; null outside of 1980 to 2100.</summary>
    public static DateTimeOffset? At(SolarTerm term, int year)
    {
        if (year is < FirstYear or > LastYear)
        {
            return null;
        }

        // As if the Sun moved evenly from 6 January 2000 on; then Newton's way. Each step leaves a thirtieth of what was amiss.
        var longitude = 285 + (15 * (int)term);
        var days = 5 + ((year - 2000) * TropicalYear) + ((int)term * TropicalYear / 24);
        for (var step = 0; step < 8; step++)
        {
            days += Math.IEEERemainder(longitude - Sun.Longitude(days), 360) * TropicalYear / 360;
        }

        // Days count from J2000.0, noon of 1 January 2000 in terrestrial time.
        var terrestrial = new DateTime(2000, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddSeconds(Math.Round(days * 86400, 1));
        return new DateTimeOffset(terrestrial - LeapSeconds.TerrestrialAhead(terrestrial), TimeSpan.Zero).ToOffset(China);
    }
}
