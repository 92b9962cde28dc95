using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

/// <summary>The state is a fold: of what was decided, in whatever order postings arrived, with nothing left of what was reversed.</summary>
public sealed class FoldTests
{
    private static readonly DateOnly Today = Make.Day("2024-07-01");

    [Fact]
    public void TheOrderOfPostingsNeverMatters() => Seeds.Run(1000, random =>
    {
        var postings = Enumerable.Range(0, random.Next(30)).Select(i => RandomCommands.Posting(random, Today, i)).ToArray();
        var one = PackedState.Pack(Make.State(postings));
        random.Shuffle(postings);

        Assert.Equal(one, PackedState.Pack(Make.State(postings)));
    });

    [Fact]
    public void AcceptedAndReversedIsNeverAccepted() => Seeds.Run(1000, random =>
    {
        var state = Make.State([.. Enumerable.Range(0, random.Next(10)).Select(i => RandomCommands.Posting(random, Today, i))]);
        var more = Enumerable.Range(0, random.Next(10)).Select(i => RandomCommands.Posting(random, Today, 100 + i)).ToArray();
        var accepted = more.Aggregate(state, (s, p) => Customer.Evolve(s, new PostingAccepted(p)));
        random.Shuffle(more);
        var reversed = more.Aggregate(accepted, (s, p) => Customer.Evolve(s, new PostingReversed(p)));

        Assert.Equal(PackedState.Pack(state), PackedState.Pack(reversed));
    });

    [Fact]
    public void RefoldingEventsAndPostingsGivesTheLiveState() => Seeds.Run(300, random =>
    {
        var (ledger, today) = (new Ledger(Make.DefaultBook, int.MaxValue), Today);
        ledger.Commit(RandomCommands.Register(today));
        for (var i = 0; i < 60; i++)
        {
            today = today.AddDays(random.Next(4));
            ledger.Commit(RandomCommands.Next(random, today, ledger.Postings, i));
        }

        Assert.Equal(PackedState.Pack(ledger.State), PackedState.Pack(ledger.Refolded()));
    });

    [Fact]
    public void ARatingNeverGoesBackBehindTheOneBefore()
    {
        var (state, _) = Customer.Rate(Make.State(), Today, Make.DefaultBook);
        (state, var rating) = Customer.Rate(state, Today.AddDays(-1), Make.DefaultBook);

        Assert.Equal((Today, Today), (rating.Day, state.Standing!.RatedOn));
    }

    [Fact]
    public void TakingOutWhatWasNeverPutInIsABug() =>
        Assert.Throws<InvalidOperationException>(() => Movements.None.Minus(Make.Posting("shipment", 1, Today)));
}
