using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;

namespace Lifecycle.Tests.Grains.Tiering;

/// <summary>Whatever happens while changes wait for approval: the state is its history, and time alone changes nothing unannounced.</summary>
public sealed class ApprovalLifeTests
{
    private const string AtEveryRating = """{ "when": "everyRating", "effect": "approval", "expiresAfterDays": 20 }""";

    public static TheoryData<string> Reviews => new(
        AtEveryRating,
        """{ "when": "calendar", "days": ["02-01", "08-01"], "effect": "approval", "expiresAfterDays": 40 }""");

    [Theory]
    [MemberData(nameof(Reviews))]
    public void The_state_is_what_its_history_folds_to(string review)
    {
        var (proposals, decided) = (0, 0);
        Seeds.Run(300, random =>
        {
            var ledger = Lived(random, TierPolicies.From("2021-01-10", review), out var today, out var decisions);
            Assert.Equal(PackedState.Pack(ledger.State), PackedState.Pack(Compacted(ledger)));
            (proposals, decided) = (proposals + (ledger.State.Tiers.Proposal is null ? 0 : 1), decided + decisions);

            var again = Customer.Rate(ledger.State, today, TierPolicies.From("2021-01-10", review));
            Assert.Empty(again.Tiers);
            Assert.Equal(ledger.State.Standing, again.State.Standing);
        });

        Assert.True(proposals > 10 && decided > 50, $"{proposals} proposals waited, {decided} were decided");
    }

    [Theory]
    [MemberData(nameof(Reviews))]
    public void Nothing_is_decided_before_the_next_step_day(string review) => Seeds.Run(25, random =>
    {
        var book = TierPolicies.From("2021-01-10", review);
        var state = Lived(random, book, out var day, out _).State;
        for (var last = day.AddDays(400); day < last; day = day.AddDays(1))
        {
            var rated = Customer.Rate(state, day, book);
            if (day == state.Standing!.NextReviewOn)
            {
                state = rated.State;
                continue;
            }

            Assert.Empty(rated.Tiers);
            Assert.Equal(state.Standing.Tier, rated.Rating.Tier);
        }
    });

    [Fact]
    public void A_later_decision_leaves_the_days_before_it() => Seeds.Run(100, random =>
    {
        var book = TierPolicies.From("2021-01-10", AtEveryRating);
        var ledger = Lived(random, book, out var today, out _);
        var before = ledger.AsOf(today.AddDays(-1)).Rating;
        for (var i = 0; i < 5; i++)
        {
            Decide(random, ledger, today);
            ledger.Commit(new AcceptPosting(today, Make.Posting("shipment", random.Next(1, 9) * 300_000m, today, key: $"late{i}")));
        }

        Assert.Equal(before, ledger.AsOf(today.AddDays(-1)).Rating);
    });

    private static CustomerState Compacted(Customers.Ledger ledger)
    {
        var folded = ledger.Refolded() with { Version = ledger.State.Version };
        return ledger.State.Movements.Opening is { } opening
            ? folded with { Movements = folded.Movements.CompactThrough(folded.Profile, opening.Through) }
            : folded;
    }

    /// <summary>Some years in which postings, reviews and decisions come in any order.</summary>
    private static Customers.Ledger Lived(Random random, PolicyBook book, out DateOnly today, out int decisions)
    {
        (today, decisions) = (Make.Day("2020-06-20"), 0);
        var ledger = new Customers.Ledger(book, random.Next(2) == 0 ? 3 : int.MaxValue);
        ledger.Commit(RandomCommands.Register(today));
        for (var i = 0; i < 60; i++)
        {
            today = today.AddDays(random.Next(30));
            decisions += Decide(random, ledger, today);
            ledger.Commit(RandomCommands.Next(random, today, ledger.Postings, i) is var next && next is SetTier && random.Next(3) > 0
                ? new AcceptPosting(today, Make.Posting(random.Next(2) == 0 ? "shipment" : "repayment", random.Next(1, 9) * 300_000m, today, key: $"big{i}"))
                : next);
        }

        // What would still come of today.
        ledger.Commit(new ReviewRating(today));
        return ledger;
    }

    private static int Decide(Random random, Customers.Ledger ledger, DateOnly today) =>
        ledger.State.Tiers.Proposal is { } open && random.Next(3) == 0
        && ledger.Commit(new DecideTierProposal(today, open.Number, random.Next(2) == 0, "because", null)) == Outcome.Accepted ? 1 : 0;
}
