using System.Text.Json.Nodes;
using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;

namespace Lifecycle.Tests.Grains.Tiering;

/// <summary>On a calendar the tier in force is what was computed on the latest review day, from everything known.</summary>
public sealed class ReviewCalendarTests
{
    private static readonly PolicyDocument Quarterly = TierPolicies.Calendar("01-01", "04-01", "07-01", "10-01");
    private static readonly PolicyBook Book = TierPolicies.Book(Quarterly);

    [Theory]
    [InlineData("2026-01-01", "2026-01-01", "2026-04-01")]
    [InlineData("2026-03-31", "2026-01-01", "2026-04-01")]
    [InlineData("2026-04-01", "2026-04-01", "2026-07-01")]
    [InlineData("2026-12-31", "2026-10-01", "2027-01-01")]
    public void Review_days(string day, string latest, string next) =>
        Assert.Equal((Make.Day(latest), Make.Day(next)), (Quarterly.Tier.Review.LatestUpTo(Make.Day(day)), Quarterly.Tier.Review.NextAfter(Make.Day(day))!.Value));

    [Fact]
    public void A_year_begins_with_the_last_review_of_the_year_before()
    {
        var once = TierPolicies.Calendar("03-01").Tier.Review;
        Assert.Equal((Make.Day("2025-03-01"), Make.Day("2026-03-01")), (once.LatestUpTo(Make.Day("2026-02-28")), once.NextAfter(Make.Day("2026-02-28"))!.Value));
    }

    [Fact]
    public void It_is_what_was_computed_then_under_the_cap_of_the_day() => Seeds.Run(400, random =>
    {
        var state = Lived(random, out var today);
        for (var i = 0; i < 12; i++)
        {
            var day = today.AddDays(random.Next(-900, 400));
            var rating = Rater.Rate(state, day, Book.Published[0], Book);
            var review = FirstDay(state, day) is { } first && first > Quarterly.Tier.Review.LatestUpTo(day) ? first : Quarterly.Tier.Review.LatestUpTo(day);
            var computed = Rater.Rate(state, review, Make.DefaultPolicy).TierComputed;

            Assert.Equal((rating.State == "problem" ? Math.Max(3, computed) : computed, review), (rating.Tier, rating.Basis.ReviewedOn));
            Assert.Equal(Rater.Rate(state, day, Make.DefaultPolicy) with { Tier = 0, Basis = default }, rating with { Tier = 0, Basis = default });
            Assert.Equal(review, TierInForce.BasisOn(state, day, Book.Published[0]).ReviewedOn);
        }
    });

    [Fact]
    public void The_order_in_which_postings_arrive_never_matters() => Seeds.Run(100, random =>
    {
        var today = Make.Day("2026-06-15");
        var postings = Enumerable.Range(0, random.Next(1, 12)).Select(i => RandomCommands.Posting(random, today, i)).ToArray();
        var one = Committed(postings, today);
        random.Shuffle(postings);

        Assert.Equal(one, Committed(postings, today));
    });

    [Fact]
    public void Nothing_changes_before_the_next_review() => Seeds.Run(40, random =>
    {
        var state = Lived(random, out var day);
        var (rating, next) = Rater.Review(state, day, Book);
        for (var last = day.AddDays(800); day < last; day = day.AddDays(1))
        {
            var now = Rater.Rate(state, day, Book.Published[0], Book);
            (rating, next) = day == next ? Rater.Review(state, day, Book) : (rating, next);
            Assert.Equal((rating.Tier, rating.Basis), (now.Tier, now.Basis));
        }
    });

    [Fact]
    public void Computed_under_the_version_in_force_then_or_under_the_one_that_is_asked_for()
    {
        var generous = JsonNode.Parse(TierPolicies.Json("""{ "when": "calendar", "days": ["04-01"] }"""))!;
        generous["tier"]!["thresholds"] = JsonNode.Parse("[3, 2, 1]");
        var book = new PolicyBook([Make.DefaultPolicy, new(2, Make.Day("2026-05-01"), Make.Read(generous))]);
        var (state, day) = (Make.State(Make.Posting("shipment", 500_000, "2026-01-01")), Make.Day("2026-06-15"));

        Assert.Equal((4, 1), (Rater.Rate(state, day, book.Published[1], book).Tier, Rater.Rate(state, day, book.Published[1]).Tier));
        Assert.Equal(4, Rater.Review(state, day, book).Rating.Tier);
    }

    [Fact]
    public void Sentences_name_the_review()
    {
        var (state, day) = (Make.State(Make.Posting("shipment", 2_000_000, "2026-03-01"), Make.Posting("repayment", 2_000_000, "2026-05-01")), Make.Day("2026-06-15"));
        var rating = Rater.Rate(state, day, Book.Published[0]);
        Assert.Equal(
            ["The review of 2026-04-01 made it tier 4.", $"By its points it would be tier {rating.TierComputed}."],
            RatingSentences.Of(rating, Explanation.Of(Book.Published[0], rating.Measures), Tongue.English).TakeLast(2));
        Assert.Contains("2026-04-01 评审的等级为 4 级。", RatingSentences.Of(rating, Explanation.Of(Book.Published[0], rating.Measures), Tongue.Chinese));
    }

    private static DateOnly? FirstDay(CustomerState state, DateOnly day) =>
        new[] { state.Profile.CustomerSince.At(day), state.Movements.Items.Select(m => (DateOnly?)m.Day).FirstOrDefault() }.Where(d => d <= day).Min();

    private static string Committed(Posting[] postings, DateOnly today)
    {
        var ledger = new Customers.Ledger(Book, 3);
        ledger.Commit(RandomCommands.Register(today));
        postings.ToList().ForEach(p => ledger.Commit(new AcceptPosting(today, p)));
        return $"{ledger.State.Standing} {ledger.Rating.Basis}";
    }

    /// <summary>Everything that happened to it in some years, tiers set by hand left out.</summary>
    private static CustomerState Lived(Random random, out DateOnly today)
    {
        today = Make.Day("2023-02-20");
        var ledger = new Customers.Ledger(Make.DefaultBook, int.MaxValue);
        ledger.Commit(RandomCommands.Register(today));
        for (var i = random.Next(30); i > 0; i--)
        {
            today = today.AddDays(random.Next(60));
            ledger.Commit(RandomCommands.Next(random, today, ledger.Postings, i));
        }

        return ledger.State with { Tiers = Tiers.None };
    }
}
