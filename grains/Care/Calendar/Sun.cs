namespace Lifecycle.Grains;

/// <summary>Where the Sun is seen from the Earth, in 1980 to 2100.</summary>
internal static class Sun
{
    private const double Degree = Math.PI / 180;
    private const double Arcsecond = 1 / 3600d;

    /// <summary>The Sun's apparent ecliptic longitude in degrees, of any turn, to about 0.1″.</summary>
    /// <param name="days">Days of terrestrial time since J2000.0, noon of 1 January 2000.</param>
    /// <remarks>J. Meeus, Astronomical Algorithms, second edition, chapters 22 and 25.</remarks>
    public static double Longitude(double days)
    {
        var centuries = days / 36525;
        var tau = centuries / 10;

        // The Sun stands opposite to where the Earth is; 0.09033″ lead from the series' equinox to that of the FK5.
        var earth = Sum(EarthSeries.Constant, tau) + (tau * (Sum(EarthSeries.Linear, tau) + (tau * Sum(EarthSeries.Square, tau))));
        var geometric = (earth * 1e-8 / Degree) + 180 - (0.09033 * Arcsecond);

        // Light takes its time: aberration, by the distance in astronomical units.
        var distance = 1.00014 + (0.01671 * Math.Cos(3.0984635 + (6283.07585 * tau)));
        return geometric + ((Nutation(centuries) - (20.4898 / distance)) * Arcsecond);
    }

    /// <summary>Nutation in longitude in arcseconds: the terms of the IAU theory of 1980 that reach 0.02″.</summary>
    private static double Nutation(double centuries)
    {
        var node = (125.04452 - (1934.136261 * centuries)) * Degree;
        var sun = (280.4665 + (36000.7698 * centuries)) * Degree;
        var moon = (218.3165 + (481267.8813 * centuries)) * Degree;
        var sunAnomaly = (357.52772 + (35999.05034 * centuries)) * Degree;
        var moonAnomaly = (134.96298 + (477198.867398 * centuries)) * Degree;
        return (-17.1996 * Math.Sin(node))
            - (1.3187 * Math.Sin(2 * sun))
            - (0.2274 * Math.Sin(2 * moon))
            + (0.2062 * Math.Sin(2 * node))
            + (0.1426 * Math.Sin(sunAnomaly))
            + (0.0712 * Math.Sin(moonAnomaly))
            - (0.0517 * Math.Sin((2 * sun) + sunAnomaly))
            - (0.0386 * Math.Sin((2 * moon) - node))
            - (0.0301 * Math.Sin((2 * moon) + moonAnomaly))
            + (0.0217 * Math.Sin((2 * sun) - sunAnomaly));
    }

    private static double Sum((double Amplitude, double Phase, double Frequency)[] terms, double tau)
    {
        var sum = 0d;
        foreach (var (amplitude, phase, frequency) in terms)
        {
            sum += amplitude * Math.Cos(phase + (frequency * tau));
        }

        return sum;
    }
}
