namespace Lifecycle.Grains;

/// <summary>Points from 0 to 100 are kept in whole hundredths.</summary>
public static class Points
{
    /// <summary>Reads points with at most 2 decimals.</summary>
    public static Refusal? TryHundredths(decimal points, string field, out int hundredths)
    {
        hundredths = 0;
        if (points is < 0 or > 100 || decimal.Round(points, 2) != points)
        {
            return new("points-out-of-range", $"{field} must lie between 0 and 100 and have at most 2 decimals.", field);
        }

        hundredths = (int)(points * 100m);
        return null;
    }
}
