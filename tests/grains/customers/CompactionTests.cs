using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

/// <summary>A customer that compacts after every commit is the same customer as one that never does.</summary>
public sealed class CompactionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("03-01")]
    [InlineData("reviews")]
    [InlineData("transitions")]
    public void EverySequenceEqualsTheFullFold(string? window)
    {
        // Halfway a version that reviews tiers on a calendar, or lets moves wait, looks further back than what was compacted before it.
        var (book, seeds, leastCompactions, leastRefolds) = window switch
        {
            "reviews" => (new PolicyBook([Make.DefaultPolicy, new(2, Make.Day("2022-05-05"), Tiering.TierPolicies.Calendar("01-31", "06-30"))]), 500, 400, 500),
            "transitions" => (Moving.TransitionPolicies.From("2022-05-05", """[{ "from": "problem", "to": "*", "afterDays": 90 }, { "from": "*", "to": "deteriorating", "afterDays": 20 }]"""), 60, 20, 5),
            _ => (Make.Book(window), 500, 400, 500),
        };
        var (compactions, refolds) = (0, 0);
        Seeds.Run(seeds, random =>
        {
            var today = Make.Day("2020-02-20");
            var (full, compacted) = (new Ledger(book, int.MaxValue), new Ledger(book, 3));
            Both(full, compacted, RandomCommands.Register(today));
            for (var i = 0; i < 60; i++)
            {
                today = random.Next(3) == 0 ? today.AddDays(random.Next(1, 200)) : today;
                Both(full, compacted, RandomCommands.Next(random, today, full.Postings, i));
            }

            var past = today.AddDays(-random.Next(1500));
            Equal(full.AsOf(past), compacted.AsOf(past));
            (compactions, refolds) = (compactions + (compacted.WasCompacted ? 1 : 0), refolds + compacted.Refolds);
        });

        Assert.True(compactions > leastCompactions, $"only {compactions} customers were compacted");
        Assert.True(refolds > leastRefolds, $"only {refolds} commands needed the ledger");
    }

    /// <summary>Before its first value the first value holds: another one on the same day reaches back as far.</summary>
    [Fact]
    public void AnotherFirstValueOfTheTermsNeedsTheLedger()
    {
        var state = Make.State(
                Make.Posting("shipment", 100, "2020-01-10"), Make.Posting("shipment", 100, "2023-01-10"), Make.Posting("shipment", 100, "2023-02-10"))
            .With("2023-01-01", new() { CreditDays = 60 });
        state = state with { Movements = state.Movements.Compact(state.Profile, Make.Day("2023-03-01"), limit: 2) };
        Assert.NotNull(state.Movements.Opening);

        var today = Make.Day("2023-03-01");
        var decision = Customer.Decide(state, new ChangeProfile(today, Make.Day("2023-01-01"), new() { CreditDays = 10 }, new() { Name = "A" }, false));

        Assert.Equal(Outcome.NeedsHistory, decision.Outcome);
    }

    private static void Both(Ledger full, Ledger compacted, Command command)
    {
        Assert.Equal(full.Commit(command), compacted.Commit(command));
        Assert.Equal(full.State.Standing, compacted.State.Standing);
        if (full.State.IsRegistered)
        {
            Equal((full.Rating, full.State.Standing!.NextReviewOn), (compacted.Rating, compacted.State.Standing!.NextReviewOn));
        }
    }

    private static void Equal((Rating Rating, DateOnly? NextReviewOn) full, (Rating Rating, DateOnly? NextReviewOn) compacted)
    {
        Assert.Equal(PackedMeasures.Pack(full.Rating.Measures), PackedMeasures.Pack(compacted.Rating.Measures));
        Assert.Equal(full, compacted);
    }
}
