using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

using Lifecycle.Tests.Grains.Oracle;

/// <summary>nextReviewOn: never too late for a change without a posting, and never on a day that is no step day.</summary>
public sealed class StepDayTests
{
    private static readonly DateOnly First = Make.Day("2023-01-15");

    [Theory]
    [InlineData(null)]
    [InlineData("01-01")]
    [InlineData("03-01")]
    public void NothingChangesBeforeTheNextReview(string? start)
    {
        var book = Make.Book(start);
        Seeds.Run(15, random =>
        {
            var state = FromOracle.State(RichRandom.NothingAhead(RichRandom.Any(random, First), First))
                .With("2023-09-01", new() { Manager = "wang" }).With("2024-04-01", new() { Region = "north" });
            var (rating, next) = Rater.Review(state, First, book);
            for (var day = First.AddDays(1); day < First.AddDays(1200); day = day.AddDays(1))
            {
                if (day == next)
                {
                    (rating, next) = Rater.Review(state, day, book);
                    continue;
                }

                var now = Rater.Rate(state, day, book.Published[0]);
                Assert.True(Seen(rating, state) == Seen(now, state), $"{day:yyyy-MM-dd} of {rating.Day:yyyy-MM-dd}, next {next}:\n{Seen(rating, state)}\n{Seen(now, state)}");
                rating = now;
            }
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("04-01")]
    public void IsAStepDay(string? start)
    {
        var (book, window) = (Make.Book(start), OracleExample.Window(start));
        Seeds.Run(40, random =>
        {
            var c = RichRandom.NothingAhead(RichRandom.Any(random, First), First);
            var (state, day) = (FromOracle.State(c), First);
            for (var i = 0; i < 25 && Rater.Review(state, day, book).NextReviewOn is { } next; i++)
            {
                Assert.Contains(next, Oracle.StepDays(c, day, window, next));
                day = next;
            }
        });
    }

    /// <summary>All that a rating, an alert or the portfolio shows, without the counters of days, which are computed when read.</summary>
    private static string Seen(Rating r, CustomerState state)
    {
        var m = r.Measures;
        var shown = MeasureInfo.All
            .Where(x => !x.CountsDays() && x != Measure.TenureYears)
            .SelectMany(x => new[] { m.Value(x), m.Value(x, trailingYear: true) })
            .Select(v => v.IsDefined ? v.ToDecimal() : (decimal?)null);
        var overdue = m.Value(Measure.OldestOverdueDays).ToDecimal() switch { 0 => 0, < 30 => 1, < 60 => 30, < 90 => 60, _ => 90 };
        var gap = Make.DefaultPolicy.Document.Alerts.OrderGapOpens(m) is { } opens && opens <= r.Day;
        var tenure = m.CustomerSince is { } since ? Math.Min(10, Days.Anniversaries(since, r.Day)) : -1;
        return $"{r.Class} {r.Score} {r.TierPoints} {r.TierComputed} {r.Tier} {overdue} {gap} {tenure} "
            + $"{state.Profile.Manager.At(r.Day)} {state.Profile.Region.At(r.Day)} {string.Join(' ', shown)}";
    }
}
