using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

using Lifecycle.Tests.Grains.Oracle;

/// <summary>The product and an independent reading of the specification agree on thousands of random customers.</summary>
public sealed class AgainstOracleTests
{
    private const int Customers = 500;

    private static readonly DateOnly[] Anchors =
        [Make.Day("2024-02-29"), Make.Day("2025-02-28"), Make.Day("2025-03-01"), Make.Day("2024-12-31"), Make.Day("2023-08-15")];

    [Theory]
    [InlineData(null)]
    [InlineData("01-01")]
    [InlineData("04-01")]
    [InlineData("03-01")]
    [InlineData("02-28")]
    [InlineData("12-31")]
    public void EveryMeasureClassScoreAndTier(string? start)
    {
        var (window, policy) = (OracleExample.Window(start), Make.Book(start).Published[0]);
        Seeds.Run(Customers, random =>
        {
            var anchor = Anchors[random.Next(Anchors.Length)];
            var c = RichRandom.Any(random, anchor);
            var state = FromOracle.State(c);
            foreach (var day in Days(random, anchor))
            {
                var rating = Rater.Rate(state, day, policy);
                Same.Measured(Oracle.Measure(c, day, window), rating.Measures, trailingYear: false);
                Same.Measured(Oracle.Measure(c, day, OracleWindow.Trailing), rating.Measures, trailingYear: true);
                Same.Rated(Oracle.Rate(c, day, window), rating);
            }
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("01-01")]
    [InlineData("04-01")]
    [InlineData("03-01")]
    public void TheDayOfTheNextReview(string? start)
    {
        var (window, book) = (OracleExample.Window(start), Make.Book(start));
        Seeds.Run(Customers, random =>
        {
            var day = Anchors[random.Next(Anchors.Length)].AddDays(random.Next(-20, 20));
            var c = RichRandom.NothingAhead(RichRandom.Any(random, day), day);
            var (_, next) = Rater.Review(FromOracle.State(c), day, book);
            Assert.Equal(Oracle.NextReviewOn(c, day, window), next);
        });
    }

    /// <summary>The random customers are of every kind, or the tests above would say little.</summary>
    [Fact]
    public void EveryRowAndTierOccurs()
    {
        var (rows, tiers) = (new int[14], new int[5]);
        Seeds.Run(Customers, random =>
        {
            var anchor = Anchors[random.Next(Anchors.Length)];
            var c = RichRandom.Any(random, anchor);
            foreach (var day in Days(random, anchor))
            {
                var rating = Oracle.Rate(c, day, OracleWindow.Trailing);
                (rows[rating.Row], tiers[rating.Tier]) = (rows[rating.Row] + 1, tiers[rating.Tier] + 1);
            }
        });
        Assert.All(rows.Skip(1), count => Assert.True(count > 0, $"rows {string.Join(' ', rows)}"));
        Assert.All(tiers.Skip(1), count => Assert.True(count > 0, $"tiers {string.Join(' ', tiers)}"));
    }

    private static DateOnly[] Days(Random random, DateOnly anchor) =>
        [anchor, anchor.AddDays(random.Next(-800, 0)), anchor.AddDays(random.Next(0, 800)), anchor.AddYears(1)];
}
