namespace Lifecycle.Silo.Demo.Habits;

/// <summary>
/// Who is in the portfolio, and how many of each. The classes are not assigned: they follow from the habits, as they
/// would in life, so some growing customers end up as late payers and some seasonal ones as shrinking.
/// </summary>
internal static class HabitTable
{
    public static IReadOnlyList<Habit> All { get; } =
    [
        new("key-account", 75)
        {
            Age = (1500, 6500), Yearly = (1_300_000, 6_000_000), Batches = (26, 52), Before = (0.8, 1), Paid = new((-12, 0), (1, 1)),
            Returns = (0.03, (0.02, 0.15)), Complexity = (60, 98), Evaluated = (0.9, (72, 98)), Key = true,
        },
        new("steady-large", 270) { Yearly = (150_000, 1_500_000), Batches = (10, 28), Evaluated = (0.5, (60, 95)) },
        new("growing", 150) { Age = (760, 2500), Yearly = (120_000, 2_500_000), Batches = (10, 32), Before = (0.5, 0.85), Paid = new((-20, -5), (1, 1)) },
        new("seasonal", 130) { Yearly = (60_000, 900_000), Batches = (8, 20), Seasons = [Season.Summer, Season.NewYear, Season.Harvest] },
        new("new-large", 110) { Age = (20, 345), Starts = (15, 340), Yearly = (260_000, 2_000_000), Batches = (10, 30), Complexity = (30, 80) },
        new("new-small", 160) { Age = (5, 345), Starts = (3, 340), Yearly = (5_000, 90_000), Batches = (3, 10) },
        new("shrinking", 150) { Yearly = (25_000, 400_000), Batches = (5, 14), Before = (2.6, 6), Evaluated = (0.3, (35, 70)) },
        new("paying-slower", 70) { Yearly = (80_000, 900_000), Batches = (10, 24), Pays = Manners.Halfway, Evaluated = (0.4, (30, 65)), TightLimit = 0.3 },
        new("always-late", 90) { Yearly = (60_000, 700_000), Batches = (8, 20), Paid = Manners.Dragging, Evaluated = (0.4, (30, 60)), TightLimit = 0.3 },
        new("somewhat-late", 80) { Yearly = (40_000, 600_000), Batches = (6, 20), Paid = Manners.Late30, TightLimit = 0.1 },
        new("stuck", 55) { Stops = (370, 480), Yearly = (400_000, 2_000_000), Batches = (10, 24), LeftOpen = (2, 5), Evaluated = (0.3, (10, 45)), TightLimit = 0.7 },
        new("difficult", 30) { Stops = (366, 420), Yearly = (300_000, 900_000), Batches = (8, 16), LeftOpen = (2, 3), Difficult = true, TightLimit = 0.6 },
        new("one-order-on-credit", 55) { Age = (400, 2500), Starts = (3, 80), Yearly = (8_000, 90_000), Batches = (1, 1), LeftOpen = (1, 1) },
        new("small-rest", 35) { Stops = (380, 560), Yearly = (20_000, 200_000), Batches = (4, 10), ShortBy = (120, 9_000) },
        new("deposit", 20) { Age = (400, 1500), Starts = (0, 0), Deposit = (3_000, 80_000) },
        new("silent", 150) { Stops = (385, 640), Yearly = (8_000, 400_000), Batches = (4, 12) },
        new("prospect", 150) { Starts = (0, 0), Age = (2, 700) },
        new("returner", 50) { Yearly = (60_000, 600_000), Batches = (8, 18), Pause = ((480, 640), (110, 280)) },
        new("many-returns", 40) { Yearly = (110_000, 900_000), Batches = (10, 24), Returns = (0.35, (0.1, 0.5)), Evaluated = (0.5, (40, 75)) },
        new("individual", 130) { Age = (400, 2500), Yearly = (1_500, 40_000), Batches = (3, 10), Paid = Manners.AtOnce, Individual = true, Evaluated = (0, (0, 0)) },
    ];
}
