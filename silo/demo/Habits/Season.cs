namespace Lifecycle.Silo.Demo.Habits;

/// <summary>How a year's buying is spread over its months.</summary>
internal enum Season
{
    None,
    Summer,
    NewYear,
    Harvest,
}

internal static class Seasons
{
    // January to December; each row means 1 on average.
    private static readonly double[][] Weights =
    [
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [0.1, 0.1, 0.3, 0.8, 1.8, 2.4, 2.6, 2.2, 1.1, 0.3, 0.2, 0.1],
        [2.6, 1.4, 0.3, 0.2, 0.2, 0.2, 0.3, 0.4, 0.8, 1.4, 2.0, 2.2],
        [0.2, 0.1, 0.2, 0.3, 0.4, 0.5, 0.8, 1.5, 2.6, 2.8, 2.0, 0.6],
    ];

    public static double Weight(this Season season, DateOnly day) => Weights[(int)season][day.Month - 1];
}
