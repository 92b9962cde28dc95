using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;

namespace Lifecycle.Tests.Grains.Moving;

/// <summary>The class in force is a fold over every day, whatever arrives in whatever order, and however much was compacted.</summary>
public sealed class ClassSeriesTests
{
    [Fact]
    public void It_equals_folding_day_by_day()
    {
        var waited = 0;
        Seeds.Run(150, random =>
        {
            var (state, book) = (Lived(random, out var today), TransitionPolicies.AnyBook(random));
            var asked = random.Next(3) == 0 ? book.Published[2] : null;
            var last = new DateOnly(today.Year, 12, 31);
            var begin = new DateOnly(today.Year - 3, 1, 1);
            (string Class, DateOnly Since, DateOnly InState)? held = null;
            for (var day = begin; day <= last; day = day.AddDays(1))
            {
                // The begin of a customer is a dated fact: from another one on the series is another.
                if (state.FirstDay(day) != state.FirstDay(last) && day < state.Profile.NextChange(day.AddDays(-1)))
                {
                    held = null;
                }

                if (!(state.FirstDay(last) <= day))
                {
                    continue;
                }

                var policy = asked ?? book.InForceOn(day);
                var plain = Rater.Rate(state, day, policy with { Document = policy.Document with { Transitions = Transitions.None } });
                var entry = held is { } was && was.Class != plain.Class ? policy.Document.Transitions.Find(was.Class, plain.Class) : null;
                if (held is not { } now)
                {
                    held = (plain.Class, day, day);
                }
                else if (now.Class != plain.Class && (entry is null || (entry.Holds(plain.Measures) && day.DayNumber - (entry.From.Contains('.') ? now.Since : now.InState).DayNumber >= entry.AfterDays)))
                {
                    held = (plain.Class, day, Rating.StateOf(now.Class) == plain.State ? now.InState : day);
                }

                if (day >= new DateOnly(today.Year, 1, 1) && state.FirstDay(day) == state.FirstDay(last) && random.Next(12) == 0 && !policy.Document.Transitions.IsEmpty)
                {
                    var rating = Rater.Rate(state, day, policy, asked is null ? book : null);
                    waited += rating.ClassBasis.Waits ? 1 : 0;
                    Assert.Equal((day, held.Value.Class, plain.Class), (day, rating.Class, rating.ClassComputed));
                    Assert.Equal((plain.Score, plain.TierComputed, policy.Document.Tier.Capped(plain.TierComputed, rating.State)), (rating.Score, rating.TierComputed, rating.Tier));
                }
            }
        });
        Assert.True(waited > 100, $"only {waited} moves waited");
    }

    [Fact]
    public void The_order_in_which_postings_arrive_never_matters() => Seeds.Run(60, random =>
    {
        var (today, book) = (Make.Day("2026-06-15"), TransitionPolicies.AnyBook(random));
        var postings = Enumerable.Range(0, random.Next(1, 12)).Select(i => RandomCommands.Posting(random, today, i)).ToArray();
        var one = Committed();
        random.Shuffle(postings);
        Assert.Equal(one, Committed());

        string Committed()
        {
            var ledger = new Customers.Ledger(book, 3);
            ledger.Commit(RandomCommands.Register(today));
            postings.ToList().ForEach(p => ledger.Commit(new AcceptPosting(today, p)));
            return $"{ledger.State.Standing} {ledger.Rating.ClassComputed} {ledger.Rating.ClassBasis.WaitsUntil}";
        }
    });

    [Fact]
    public void Nothing_changes_before_the_next_review()
    {
        var waited = 0;
        Seeds.Run(25, random =>
        {
            var (state, book) = (Lived(random, out var day), TransitionPolicies.AnyBook(random));
            var (rating, next) = Rater.Review(state, day, book);
            for (var last = day.AddDays(600); day < last; day = day.AddDays(1))
            {
                var now = Rater.Rate(state, day, book.InForceOn(day), book);
                (rating, next) = day == next ? Rater.Review(state, day, book) : (rating, next);
                Assert.Equal((day, rating.Class, rating.ClassBasis, rating.Tier), (day, now.Class, now.ClassBasis, now.Tier));
                waited += now.ClassBasis.WaitsUntil is null ? 0 : 1;
            }
        });
        Assert.True(waited > 50, $"only {waited} days waited");
    }

    [Fact]
    public void Without_transitions_it_is_what_the_rules_say() => Seeds.Run(200, random =>
    {
        var (state, none) = (Lived(random, out var today), TransitionPolicies.Book("[]"));
        Assert.Equal(Rater.Review(state, today, Make.DefaultBook), Rater.Review(state, today, none));
        Assert.Equal(today, none.LooksFrom(today));
        Assert.Equal(default, Rater.Rate(state, today, none.Published[0]).ClassBasis);
    });

    [Fact]
    public void Two_policies_at_once_rate_as_each_alone() => Seeds.Run(60, random =>
    {
        var (state, book) = (Lived(random, out var today), TransitionPolicies.AnyBook(random));
        var (before, after) = (book.InForceOn(today), new Policy(9, today, Make.DefaultPolicy.Document with { Transitions = TransitionPolicies.Any(random) }));
        var both = BothRatings.Of(state, today, before, after, book);
        Assert.Equal((Rater.Rate(state, today, before, book), Rater.Rate(state, today, after)), (both.Before, both.After));
    });

    private static CustomerState Lived(Random random, out DateOnly today)
    {
        today = Make.Day("2020-02-20");
        var ledger = new Customers.Ledger(Make.DefaultBook, int.MaxValue);
        ledger.Commit(RandomCommands.Register(today));
        for (var i = random.Next(50); i > 0; i--)
        {
            today = today.AddDays(random.Next(60));
            ledger.Commit(RandomCommands.Next(random, today, ledger.Postings, i));
        }

        return ledger.State with { Tiers = Tiers.None };
    }
}
