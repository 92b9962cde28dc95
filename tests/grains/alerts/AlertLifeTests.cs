using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Alerting;

/// <summary>What holds for alerts of every kind, tried on random customers.</summary>
public sealed class AlertLifeTests
{
    private static readonly DateOnly First = Make.Day("2022-12-01");

    [Theory]
    [InlineData(null)]
    [InlineData("02-28")]
    [InlineData("04-01")]
    public void BetweenStepDaysNothingChangesWithoutAPosting(string? start)
    {
        var book = Make.Book(start);
        var seen = 0;
        Seeds.Run(60, random =>
        {
            var state = Start(random, First);
            var rated = Customer.Rate(state, First, book);
            for (var day = First.AddDays(1); day < First.AddDays(900); day = day.AddDays(1))
            {
                var before = rated.State;
                var now = Customer.Rate(before, day, book);
                if (day < before.Standing!.NextReviewOn || before.Standing.NextReviewOn is null)
                {
                    Assert.True(now.Alerts.IsEmpty, $"{day:yyyy-MM-dd}: {string.Join(", ", now.Alerts)}");
                    continue;
                }

                (rated, seen) = (now, seen + now.Alerts.Length);
            }
        });

        Assert.True(seen > 100, $"only {seen} changes");
    }

    [Fact]
    public void RatedTwiceIsRatedOnce() => Seeds.Run(300, random =>
    {
        var state = Walk(random, (_, _, _) => { });

        Assert.Empty(Customer.Rate(state, state.Standing!.RatedOn, Make.DefaultBook).Alerts);
    });

    [Fact]
    public void OneOfAKindStandsAndNumbersNeverRepeat() => Seeds.Run(200, random =>
    {
        var (closed, opened) = (new HashSet<(AlertKind, long)>(), new HashSet<(AlertKind, long)>());
        Walk(random, (before, changes, after) =>
        {
            Assert.Equal(changes.Select(c => c.Alert.Kind).Distinct(), changes.Select(c => c.Alert.Kind));
            Assert.Equal(after.Alerts.Items.Select(a => a.Kind).Distinct().Order(), after.Alerts.Items.Select(a => a.Kind));
            foreach (var (news, alert, _) in changes)
            {
                var name = (alert.Kind, alert.Number);
                Assert.DoesNotContain(name, closed);
                Assert.Equal(news == AlertNews.Opened, opened.Add(name));
                Assert.Equal(news == AlertNews.Opened, before.Alerts.Current(alert.Kind) is null);
                Assert.Equal(news == AlertNews.Closed, after.Alerts.Current(alert.Kind) is null);
                Assert.True(news != AlertNews.Closed || closed.Add(name));
            }
        });
    });

    /// <summary>Overdue and order gap remember what they have seen: for them only the end of a commit counts.</summary>
    [Fact]
    public void TheOrderOfTheDayDoesNotMatterToWhatIsTold() => Seeds.Run(300, random =>
    {
        var start = Customer.Rate(Start(random, First), First, Make.DefaultBook).State;
        var today = First.AddDays(random.Next(1, 200));
        var postings = Enumerable.Range(0, random.Next(2, 6)).Select(i => Customers.RandomCommands.Posting(random, today, 1000 + i)).ToArray();
        var one = Told(postings);
        random.Shuffle(postings);

        Assert.Equal(one, Told(postings));

        string Told(Posting[] order) => string.Join("; ", order
            .Aggregate(start, (s, p) => Customer.Rate(Customer.Evolve(s, new PostingAccepted(p)), today, Make.DefaultBook).State)
            .Alerts.Items.Where(a => a.Kind is AlertKind.StateChanged or AlertKind.TierChanged or AlertKind.CreditLimit)
            .Select(a => $"{a.Kind} {a.From} {a.To} {a.Severity}"));
    });

    [Fact]
    public void AnImportOpensAtMostOneOfAKind() => Seeds.Run(200, random =>
    {
        var import = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var state = Customer.Rate(Start(random, First), First, Make.DefaultBook).State;
        var opened = new List<AlertKind>();
        for (var i = 0; i < 30; i++)
        {
            var accepted = new PostingAccepted(Customers.RandomCommands.Posting(random, First, 1000 + i));
            var rated = Customer.Rate(Customer.Evolve(state, accepted), First, Make.DefaultBook, import);
            opened.AddRange(rated.Alerts.Where(c => c.News == AlertNews.Opened).Select(c => c.Alert.Kind));
            state = PackedState.Unpack("C", state.Version + 1, PackedState.Pack(rated.State));
        }

        Assert.Equal(opened.Distinct(), opened);
    });

    [Fact]
    public void WhatAnImportClosedAnotherCauseOpensAnew()
    {
        var import = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var watched = new Watched { State = Make.State().With("2020-01-01", new() { CreditLimit = 100_00 }) }
            .Post("2026-06-15", "shipment", 150, "2026-06-15", import: import)
            .Post("2026-06-15", "repayment", 100, "2026-06-15", import: import);
        Assert.Equal(("closed within_limit", "-"), (watched.News(AlertKind.CreditLimit), watched.Shown(AlertKind.CreditLimit)));

        watched.Post("2026-06-15", "shipment", 100, "2026-06-15", import: import);
        Assert.Equal(("updated", 1L), (watched.News(AlertKind.CreditLimit), watched[AlertKind.CreditLimit]!.Number));

        watched.Post("2026-06-15", "repayment", 100, "2026-06-15", import: import).Post("2026-06-15", "shipment", 100, "2026-06-15");
        Assert.Equal(("opened", 5L), (watched.News(AlertKind.CreditLimit), watched[AlertKind.CreditLimit]!.Number));
    }

    [Fact]
    public void FiguresAreTheNumbersThatDecided()
    {
        var watched = new Watched().Post("2026-08-01", "shipment", 123_456.78m, "2026-06-01", due: "2026-06-30");
        var rating = Rater.Rate(watched.State, Make.Day("2026-08-01"), Make.DefaultPolicy);
        var figures = AlertFigures.Of(new(rating.PolicyVersion, rating.Class, rating.ScoreHundredths, rating.Tier, PackedMeasures.Pack(rating.Measures)));

        Assert.Equal((Make.Day("2026-08-01"), "new", "new.effective"), (figures["asOf"], figures["state"], figures["class"]));
        Assert.Equal((123_456.78m, 123_456.78m, 32m), (figures["receivable"], figures["overdue"], figures["oldestOverdueDays"]));
        Assert.Null(figures["creditLimit"]);
    }

    private static CustomerState Start(Random random, DateOnly day) =>
        FromOracle.State(RichRandom.NothingAhead(RichRandom.Any(random, day), day)).With("2023-06-01", new() { Manager = "wang" });

    private static CustomerState Walk(Random random, Action<CustomerState, IReadOnlyList<AlertChange>, CustomerState> seen)
    {
        var (state, today, postings) = (new CustomerState("C") { IsRegistered = true }, First, new List<Posting>());
        for (var i = 0; i < 40; i++)
        {
            today = today.AddDays(random.Next(40));
            if (state.Alerts.Items is { Length: > 0 } alerts && random.Next(3) == 0)
            {
                state = Customer.Evolve(state, new AlertAcknowledged(alerts[0].Kind, alerts[0].Number));
            }

            var posting = Customers.RandomCommands.Posting(random, today, i);
            var before = state;
            var rated = Customer.Rate(Customer.Evolve(state, new PostingAccepted(posting)), today, Make.DefaultBook);
            state = rated.State with { Version = state.Version + 1 };
            seen(before, rated.Alerts, state);
        }

        return state;
    }
}
