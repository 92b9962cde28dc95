using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Portfolios;

/// <summary>What moved the portfolio adds up to the cent, whatever happened, and nothing is put down to a cause that there was not.</summary>
public sealed class AttributionTests
{
    private static readonly DateOnly First = Make.Day("2023-01-01");
    private static readonly DateOnly Last = Make.Day("2025-06-30");

    [Fact]
    public void The_parts_add_up_to_the_difference_in_every_cell()
    {
        var met = new HashSet<Cause>();
        Seeds.Run(120, random =>
        {
            var (from, to) = Days(random);
            var (then, now) = Books(random, from, to);
            var customers = Customers(random, from);
            var whole = new Attribution(from, to, then, now);
            var (one, other) = (new Attribution(from, to, then, now), new Attribution(from, to, then, now));
            foreach (var (i, customer) in customers.Index())
            {
                whole.Add(customer);
                (i % 2 == 0 ? one : other).Add(customer);
            }

            var (before, after) = (new PortfolioAsOf(from, then), new PortfolioAsOf(to, now));
            customers.ForEach(c => { Add(before, c.Then); Add(after, c.Now); });
            Assert.Equal(Cells(before.Figures), Cells(whole.Before));
            Assert.Equal(Cells(after.Figures), Cells(whole.After));

            var sums = Sums(whole.Before.Cells.Select(c => (c.Key, c.Value)).Concat(Enum.GetValues<Cause>().SelectMany(cause => whole.By(cause).Rows)));
            Assert.Equal(Cells(whole.After), sums);
            foreach (var cause in Enum.GetValues<Cause>().Where(cause => whole.By(cause).Rows.Any()))
            {
                met.Add(cause);
            }

            one.Join(other);
            Assert.Equal(Cells(whole.After), Cells(one.After));
            Assert.All(Enum.GetValues<Cause>(), cause => Assert.Equal(Sums(whole.By(cause).Rows), Sums(one.By(cause).Rows)));
        });
        Assert.Equal(5, met.Count);
    }

    [Fact]
    public void A_part_is_nothing_where_its_cause_is_absent() => Seeds.Run(60, random =>
    {
        var (from, to) = Days(random);
        var (then, now) = Books(random, from, to);
        var all = Customers(random, from);
        var known = all.Where(c => c.Now is not null).Select(c => c.Now!).ToList();

        // Nothing was recorded since that reaches back.
        Nothing(Of(from, to, then, now, known.Select(c => new Twice(c, c))), Cause.LatePostings);

        // No time passes.
        Nothing(Of(from, from, then, now, all.Where(c => c.Then is not null)), Cause.PassingTime, Cause.Behaviour);

        // The same policy is in force.
        Nothing(Of(from, to, then, then, all), Cause.ChangedPolicy);

        // Nothing occurs between the days: everybody is as they were, and none is new.
        var still = known.Select(c => c.WithoutLater(from)).ToList();
        Nothing(Of(from, to, then, now, still.Select(c => new Twice(c, c))), Cause.LatePostings, Cause.Behaviour);
        Nothing(Of(from, to, then, now, known.Where(c => !IsNew(c, from)).Select(c => new Twice(c, c))), Cause.NewBusiness);

        // Time passes in the same way whatever occurs meanwhile.
        var others = known.Where(c => !IsNew(c, from)).ToList();
        Assert.Equal(
            Sums(Of(from, to, then, now, others.Select(c => c.WithoutLater(from)).Select(c => new Twice(c, c))).By(Cause.PassingTime).Rows),
            Sums(Of(from, to, then, now, others.Select(c => new Twice(c, c))).By(Cause.PassingTime).Rows));

        // No step day comes.
        var standard = new PolicyBook([then.InForceOn(from)]);
        var quiet = still.Where(c => !(Rater.Review(c, from, standard).NextReviewOn <= to));
        Nothing(Of(from, to, standard, standard, quiet.Select(c => new Twice(c, c))), Cause.PassingTime);
    });

    [Fact]
    public void Each_cause_by_itself()
    {
        var (from, to) = (Make.Day("2025-05-31"), Make.Day("2025-06-30"));
        var old = Make.State(Make.Posting("shipment", 1000, "2024-06-10"), Make.Posting("repayment", 1000, "2024-06-10", key: "2"));
        var bought = Make.State(Make.Posting("shipment", 1000, "2024-06-10"), Make.Posting("repayment", 1000, "2024-06-10", key: "2"), Make.Posting("shipment", 50, "2025-06-10", key: "3"));
        var late = Make.State(Make.Posting("shipment", 70, "2025-05-10"));
        var begun = Make.State(Make.Posting("shipment", 90, "2025-06-01"));

        // Sales in cents: a posting leaves the window on 10 June.
        Moves(new(old, old), (Cause.PassingTime, -1000_00));
        Moves(new(bought, bought), (Cause.PassingTime, -1000_00), (Cause.Behaviour, 50_00));
        Moves(new(Make.State(), late), (Cause.LatePostings, 70_00));
        Moves(new(null, late), (Cause.LatePostings, 70_00));
        Moves(new(late, null), (Cause.LatePostings, -70_00));
        Moves(new(null, begun), (Cause.NewBusiness, 90_00));
        Moves(new(Make.State(), begun), (Cause.NewBusiness, 90_00));
        Moves(new(late, begun), (Cause.LatePostings, -70_00), (Cause.NewBusiness, 90_00)); // what it had bought was a mistake
        Moves(new(old, old with { Profile = old.Profile with { Region = old.Profile.Region.With(from, "r") } }), (Cause.PassingTime, -1000_00));

        void Moves(Twice customer, params (Cause Cause, decimal Sales)[] expected)
        {
            var attribution = Of(from, to, Make.DefaultBook, Make.DefaultBook, [customer]);
            Assert.Equal(expected, Enum.GetValues<Cause>().Select(c => (c, attribution.By(c).Rows.Sum(r => r.Sum.Sales))).Where(c => c.Item2 != 0).OrderBy(c => c.c));
        }
    }

    [Fact]
    public void A_version_that_was_known_and_not_yet_in_force_moves_nobody_by_time_alone()
    {
        var (from, to) = (Make.Day("2025-05-31"), Make.Day("2025-06-30"));
        var lax = Make.DefaultJson();
        lax["tier"]!["review"] = System.Text.Json.Nodes.JsonNode.Parse("""{ "when": "calendar", "days": ["06-10"] }""");
        var first = new Policy(1, Make.Day("2000-01-01"), Make.Read(lax.DeepClone()));
        lax["tier"]!["thresholds"] = new System.Text.Json.Nodes.JsonArray(3, 2, 1);
        var (alone, both) = (new PolicyBook([first]), new PolicyBook([first, new(2, Make.Day("2025-06-05"), Make.Read(lax))]));
        var customer = Make.State(Make.Posting("shipment", 1000, "2025-05-10"), Make.Posting("repayment", 1000, "2025-05-10", key: "2"));

        var (expected, moved) = (Of(from, to, alone, alone, [new(customer, customer)]), Of(from, to, both, both, [new(customer, customer)]));
        Assert.Equal(Sums(expected.By(Cause.PassingTime).Rows), Sums(moved.By(Cause.PassingTime).Rows));
        Assert.True(moved.By(Cause.ChangedPolicy).Rows.Any());
    }

    [Fact]
    public void What_had_occurred_is_the_state_that_only_earlier_history_folds_to() => Seeds.Run(100, random =>
    {
        var day = Last.AddDays(-random.Next(400));
        if (new RandomHistory(random, "c", First, Last).KnownOn(Last) is not { } customer)
        {
            return;
        }

        var cut = customer.WithoutLater(day);
        Assert.Equal(Standing.AsOf(customer, day, Make.DefaultPolicy), Standing.AsOf(cut, day, Make.DefaultPolicy));
        Assert.Equal(cut.Movements.Items.Length < customer.Movements.Items.Length || cut.Evaluations.Items.Length < customer.Evaluations.Items.Length
            || customer.Profile.NextChange(day) is not null || customer.Tiers.NextChange(day) is not null, customer.AnythingIn(new(day, DateOnly.MaxValue)));

        // Every dated fact there is, also one that somebody adds: only a first value may lie ahead, and holds already.
        foreach (var history in typeof(Profile).GetProperties().Where(p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(History<>)))
        {
            var values = (System.Collections.ICollection)history.PropertyType.GetProperty("Values")!.GetValue(history.GetValue(cut.Profile))!;
            var ahead = history.PropertyType.GetMethod("NextChange")!.Invoke(history.GetValue(cut.Profile), [day]);
            Assert.True(ahead is null || values.Count == 1, history.Name);
        }
    });

    private static Attribution Of(DateOnly from, DateOnly to, PolicyBook then, PolicyBook now, IEnumerable<Twice> customers)
    {
        var attribution = new Attribution(from, to, then, now);
        customers.ToList().ForEach(attribution.Add);
        return attribution;
    }

    private static void Nothing(Attribution attribution, params Cause[] causes) =>
        Assert.All(causes, cause => Assert.True(!attribution.By(cause).Rows.Any(), $"{cause}"));

    private static bool IsNew(CustomerState customer, DateOnly from) =>
        customer.Profile.CustomerSince.Values.Any(v => v.Value > from) || (customer.Movements.Items is [var first, ..] && first.Day > from);

    private static (DateOnly From, DateOnly To) Days(Random random)
    {
        var from = Last.AddDays(-random.Next(1, 120));
        return (from, from.AddDays(random.Next(Last.DayNumber - from.DayNumber + 1)));
    }

    /// <summary>Perhaps another policy between the days, perhaps one published later for an earlier day.</summary>
    private static (PolicyBook Then, PolicyBook Now) Books(Random random, DateOnly from, DateOnly to)
    {
        var json = Make.DefaultJson();
        json["tier"]!["thresholds"] = new System.Text.Json.Nodes.JsonArray(50, 30, 20);
        json["classes"]![0]!["all"]![2]!["threshold"] = 20_000;
        var stricter = new Policy(2, random.Next(2) == 0 ? to : from.AddDays(-5), Make.Read(json));
        return (Make.DefaultBook, random.Next(2) == 0 ? Make.DefaultBook : new([.. Make.DefaultBook.Published, stricter]));
    }

    /// <summary>Known on the first day, and on the last of all.</summary>
    private static List<Twice> Customers(Random random, DateOnly from) =>
        [.. Enumerable.Range(0, 8).Select(i => new RandomHistory(random, $"c{i}", First, Last)).Select(h => new Twice(h.KnownOn(from), h.KnownOn(Last)))];

    private static void Add(PortfolioAsOf portfolio, CustomerState? customer)
    {
        if (customer is not null)
        {
            portfolio.Add(customer);
        }
    }

    private static List<string> Cells(Portfolio portfolio) => Sums(portfolio.Cells.Select(c => (c.Key, c.Value)));

    private static List<string> Sums(IEnumerable<(Cell Cell, CellSum Sum)> rows) =>
    [
        .. rows.GroupBy(r => r.Cell, (cell, group) => (Cell: cell, Sum: group.Aggregate(default(CellSum), (sum, r) => sum + r.Sum)))
            .Where(r => r.Sum != default).Select(r => $"{r.Cell} {r.Sum}").Order(StringComparer.Ordinal),
    ];
}
