using static Lifecycle.Tests.Grains.Oracle.OracleExample;

namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>"Between step days nothing that a rating or an alert depends on changes": tried day by day on random customers.</summary>
public sealed class OracleStepPromiseTests
{
    private static readonly DateOnly First = Day("2022-12-01");

    [Theory]
    [InlineData(null)]
    [InlineData("01-01")]
    [InlineData("02-29")]
    [InlineData("03-01")]
    public void NothingChangesBetweenStepDays(string? start)
    {
        var window = Window(start);
        for (var seed = 0; seed < 8; seed++)
        {
            var c = OracleRandom.Customer(new Random(seed), First);
            var day = First;
            var review = Oracle.NextReviewOn(c, day, window);
            for (var i = 0; i < 1100; i++)
            {
                var before = Seen(c, day, window);
                day = day.AddDays(1);
                if (day == review)
                {
                    // Rated again, as the system would be: a rating promises no more than its next review.
                    review = Oracle.NextReviewOn(c, day, window);
                    continue;
                }

                var after = Seen(c, day, window);
                Assert.True(before == after, $"seed {seed}, window {start}, {day:yyyy-MM-dd}:\n{before}\n{after}");
            }
        }
    }

    /// <summary>Everything but the counters of days, which are computed when read; of those only the thresholds they passed.</summary>
    private static (OracleMeasures, OracleRating, string) Seen(OracleCustomer c, DateOnly day, OracleWindow window)
    {
        var m = Oracle.Measure(c, day, window);
        var passed = $"overdue {m.OldestOverdueDays switch { 0 => 0, < 30 => 1, < 60 => 30, < 90 => 60, _ => 90 }}, "
            + $"gap {OracleRhythm.GapOpen(c, day, window)}, over limit {m.CreditLimit is { } limit && m.Receivable > limit}";
        var still = m with
        {
            OldestOverdueDays = 0,
            DaysSinceShipment = null,
            TenureYears = m.TenureYears is { } years ? Math.Min(years, 10) : null,
        };
        return (still, Oracle.Rate(c, day, window), passed);
    }
}
