namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>How often a customer orders, and whether an order is missing.</summary>
public static class OracleRhythm
{
    public static int? DaysSinceShipment(OracleCustomer c, DateOnly day)
    {
        var shipped = c.Postings.Where(p => p.Kind == "shipment" && p.OccurredOn <= day).ToList();
        return shipped.Count == 0 ? null : day.DayNumber - shipped.Max(p => p.OccurredOn).DayNumber;
    }

    public static Fraction? MedianInterval(OracleCustomer c, DateOnly day, OracleWindow window)
    {
        var current = OracleCalendar.Current(day, window);
        var prior = OracleCalendar.Prior(day, window);
        var days = c.Postings
            .Where(p => p.Kind == "shipment" && (current.Has(p.OccurredOn) || prior.Has(p.OccurredOn)))
            .Select(p => p.OccurredOn.DayNumber)
            .Distinct()
            .Order()
            .ToList();
        if (days.Count < 3)
        {
            return null;
        }

        var gaps = days.Zip(days.Skip(1), (earlier, later) => later - earlier).Order().ToList();
        var middle = gaps.Count / 2;
        return gaps.Count % 2 == 1 ? gaps[middle] : new Fraction(gaps[middle - 1] + gaps[middle], 2);
    }

    /// <summary>Section 9: days_since_shipment > max(30, 2.5 × median_interval); without a median there is no rhythm to miss.</summary>
    public static bool GapOpen(OracleCustomer c, DateOnly day, OracleWindow window)
    {
        if (DaysSinceShipment(c, day) is not { } days || MedianInterval(c, day, window) is not { } median)
        {
            return false;
        }

        Fraction silence = days;
        return silence > 30 && silence > median * 2.5m;
    }
}
