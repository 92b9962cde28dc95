using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;

namespace Lifecycle.Tests.Grains.Ratings;

/// <summary>The nearest way out and the nearest way down, against trying every cent and every day.</summary>
public sealed class OutlookTests
{
    private const long Tried = 15_000;
    private static readonly DateOnly Today = Make.Day("2026-06-15");

    // The default standard in small change, so that every cent can be tried.
    private static readonly PolicyBook Small = new([new Policy(1, Make.Day("2000-01-01"), Make.Read(
        System.Text.Json.Nodes.JsonNode.Parse(PolicyReader.DefaultJson.Replace("100000", "100", StringComparison.Ordinal).Replace("20000 ", "20 ", StringComparison.Ordinal))!))]);

    [Fact]
    public void NothingSmallerWouldDo() => Seeds.Run(25, random =>
    {
        var customer = AnyCustomer(random);
        var outlook = Outlooks.Of(customer, Today, Small);
        var rank = StateRank.Of(Rater.Rate(customer, Today, Small.Published[0]).Class);
        foreach (var (lever, kind) in new[] { (Lever.Repayment, "repayment"), (Lever.Sale, "shipment") })
        {
            var (up, down) = ((long?)null, (long?)null);
            // Nobody repays more than is owed.
            var most = lever == Lever.Repayment ? Math.Clamp(Rater.Rate(customer, Today, Small.Published[0]).Measures.Receivable, 0, Tried) : Tried;
            for (var cents = 1L; cents <= most; cents++)
            {
                var found = StateRank.Of(Rated(customer, kind, cents).Class);
                up ??= found > rank ? cents : null;
                down ??= found < rank ? cents : null;
            }

            Check(outlook.Out, lever, up, kind);
            Check(outlook.Down, lever, down, kind);
        }

        void Check(IReadOnlyList<NearestChange> said, Lever lever, long? tried, string kind)
        {
            var change = said.SingleOrDefault(c => c.Lever == lever);
            Assert.Equal(tried, change?.Cents <= Tried ? change.Cents : null);
            if (change is not null)
            {
                Assert.Equal(change.To, Rated(customer, kind, change.Cents!.Value).Class);
            }
        }
    });

    [Fact]
    public void SilenceChangesNothingBeforeItsDay() => Seeds.Run(25, random =>
    {
        var customer = AnyCustomer(random);
        var outlook = Outlooks.Of(customer, Today, Small);
        var rank = StateRank.Of(outlook.Class);
        var days = Enumerable.Range(1, 1098).Select(n => Today.AddDays(n)).Select(day => (Day: day, Rank: StateRank.Of(Rater.Rate(customer, day, Small.Published[0]).Class))).ToArray();
        Assert.Equal(
            (First(days, r => r > rank), First(days, r => r < rank)),
            (outlook.Out.SingleOrDefault(c => c.Lever == Lever.Silence)?.On, outlook.Down.SingleOrDefault(c => c.Lever == Lever.Silence)?.On));

        static DateOnly? First((DateOnly Day, int Rank)[] days, Predicate<int> isMeant) =>
            days.Where(d => isMeant(d.Rank)).Select(d => (DateOnly?)d.Day).FirstOrDefault();
    });

    [Fact]
    public void RepayingExactlyWhatIsOwedLeavesPendingBehind()
    {
        var customer = Make.State(Make.Posting("shipment", 38_200, "2025-06-10", "2026-06-01"));
        var outlook = Outlooks.Of(customer, Today, Make.DefaultBook);
        Assert.Equal("problem.pending", outlook.Class);
        var way = outlook.Out.Single(c => c.Lever == Lever.Repayment);
        Assert.Equal((38_200_00L, "dormant.inactive", Make.Day("2026-06-30")), (way.Cents, way.To, way.Through));
        Assert.Equal("Repaying 38 200.00 by 2026-06-30 turns problem.pending into dormant.inactive.", RatingSentences.Of(way, outlook.Class, Tongue.English));
        Assert.Equal("最迟 2026-06-30 回款 38 200.00，由问题客户（待处理）变为无业务客户。", RatingSentences.Of(way, outlook.Class, Tongue.Chinese));
    }

    [Fact]
    public void ThroughItsLastDayTheSameAmountDoesTheSame() => Seeds.Run(40, random =>
    {
        var customer = AnyCustomer(random);
        var outlook = Outlooks.Of(customer, Today, Small);
        foreach (var change in outlook.Out.Concat(outlook.Down).Where(c => c.Lever != Lever.Silence && c.Through is not null))
        {
            var (kind, last) = (change.Lever == Lever.Sale ? "shipment" : "repayment", change.Through!.Value);
            foreach (var day in new[] { Today, last, Today.AddDays((last.DayNumber - Today.DayNumber) / 2) })
            {
                var then = customer with { Movements = customer.Movements.Plus(Make.Posting(kind, change.Cents!.Value / 100m, day)) };
                Assert.Equal(StateRank.Of(change.To), StateRank.Of(Rater.Rate(then, day, Small.Published[0]).Class));
            }
        }
    });

    [Fact]
    public void SeenFromAPastDayNothingLaterIsThere()
    {
        var early = Make.State(Make.Posting("shipment", 50_000, "2025-01-10"));
        var late = early with { Movements = early.Movements.Plus(Make.Posting("shipment", 50_000, "2025-12-01")) };
        var day = Make.Day("2025-10-01");
        Assert.Equivalent(Outlooks.Of(early, day, Make.DefaultBook), Outlooks.Of(late, day, Make.DefaultBook));
    }

    [Fact]
    public void WhoIsWellHasNoWayOut() =>
        Assert.Empty(Outlooks.Of(Make.State(Make.Posting("shipment", 5_000, "2026-06-01")), Today, Make.DefaultBook).Out);

    private static Rating Rated(CustomerState customer, string kind, long cents) => Rater.Rate(
        customer with { Movements = customer.Movements.Plus(Make.Posting(kind, cents / 100m, Today)) }, Today, Small.Published[0]);

    private static CustomerState AnyCustomer(Random random)
    {
        var postings = Enumerable.Range(0, random.Next(9)).Select(i =>
        {
            var posting = RandomCommands.Posting(random, Today, i);
            return posting with { Cents = posting.Cents / 10_000 };
        });
        var customer = Make.State([.. postings]);
        return Enumerable.Range(0, random.Next(4)).Aggregate(customer, (c, _) => c.With("2020-01-01", RandomCommands.Change(random, Today)));
    }
}
