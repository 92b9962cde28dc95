using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Moving;

/// <summary>Waiting days and bands, by examples.</summary>
public sealed class TransitionTests
{
    private const string Dwell = """[{ "from": "problem", "to": "mature", "afterDays": 30 }]""";
    private const string Band = """[{ "from": "problem", "to": "*", "all": [{ "measure": "oldestOverdueDays", "operator": "<", "threshold": 60 }] }]""";

    /// <summary>A problem from 2026-01-10, when its only sale leaves the year; by the rules mature.abnormal from 2026-02-01.</summary>
    private static readonly CustomerState Recovered = Make.State(
        Make.Posting("shipment", 50_000, "2025-01-10"), Make.Posting("shipment", 200_000, "2026-01-20"), Make.Posting("repayment", 250_000, "2026-02-01"));

    /// <summary>By the rules mature.minor from the second sale on, but then the first is 70 days overdue; it is paid on 2026-05-01.</summary>
    private static readonly CustomerState Late = Make.State(
        Make.Posting("shipment", 10_000, "2026-01-10"), Make.Posting("shipment", 10_000, "2026-04-20"), Make.Posting("repayment", 10_000, "2026-05-01"))
        .With("2020-01-01", new() { CustomerSince = new(Make.Day("2020-01-01")) });

    [Theory]
    [InlineData("2026-01-31", "problem.pending", "problem.pending", null)]
    [InlineData("2026-02-01", "problem.pending", "mature.abnormal", "2026-02-09")]
    [InlineData("2026-02-08", "problem.pending", "mature.abnormal", "2026-02-09")]
    [InlineData("2026-02-09", "mature.abnormal", "mature.abnormal", null)]
    [InlineData("2026-06-01", "mature.abnormal", "mature.abnormal", null)]
    public void It_leaves_only_after_its_days(string on, string inForce, string computed, string? until)
    {
        var (rating, next) = Rater.Review(Recovered, Make.Day(on), TransitionPolicies.Book(Dwell));
        Assert.Equal((inForce, computed), (rating.Class, rating.ClassComputed));
        Assert.Equal(until is null ? null : Make.Day(until), rating.ClassBasis.WaitsUntil);
        Assert.True(until is null || next == Make.Day(until), $"{next}");
        Assert.Equal(rating.State == "problem" ? Math.Max(3, rating.TierComputed) : rating.TierComputed, rating.Tier);
    }

    [Theory]
    [InlineData("2026-04-19", "problem.pending", "problem.pending")]
    [InlineData("2026-04-20", "problem.pending", "mature.minor")]
    [InlineData("2026-04-30", "problem.pending", "mature.minor")]
    [InlineData("2026-05-01", "mature.minor", "mature.minor")]
    public void It_leaves_only_within_the_band(string on, string inForce, string computed)
    {
        var rating = Rater.Rate(Late, Make.Day(on), TransitionPolicies.Book(Band).Published[0]);
        Assert.Equal((inForce, computed, null), (rating.Class, rating.ClassComputed, rating.ClassBasis.WaitsUntil));
    }

    [Theory]
    [InlineData("""[{ "from": "problem", "to": "problem", "afterDays": 30 }]""", "mature.abnormal")] // within a state classes are to be named
    [InlineData("""[{ "from": "mature", "to": "*", "afterDays": 30 }]""", "mature.abnormal")] // another way
    [InlineData("""[{ "from": "problem", "to": "mature.abnormal" }, { "from": "*", "to": "*", "afterDays": 30 }]""", "mature.abnormal")] // the first counts
    [InlineData("""[{ "from": "problem", "to": "mature", "afterDays": 22 }]""", "mature.abnormal")]
    [InlineData("""[{ "from": "problem", "to": "mature", "afterDays": 23 }]""", "problem.pending")]
    [InlineData("""[{ "from": "problem.pending", "to": "*", "afterDays": 23 }]""", "problem.pending")]
    [InlineData("""[{ "from": "*", "to": "mature.abnormal", "afterDays": 23 }]""", "problem.pending")]
    [InlineData("""[{ "from": "problem", "to": "*", "afterDays": 20, "all": [{ "measure": "tenureYears", "operator": ">", "threshold": 5 }] }]""", "problem.pending")]
    public void The_first_entry_about_a_move_counts(string transitions, string inForce) =>
        Assert.Equal(inForce, Rater.Rate(Recovered, Make.Day("2026-02-01"), TransitionPolicies.Book(transitions).Published[0]).Class);

    [Theory]
    [InlineData("mature", "*", "mature.minor", "mature.normal", false)]
    [InlineData("mature.minor", "*", "mature.minor", "mature.normal", true)]
    [InlineData("*", "mature.normal", "mature.minor", "mature.normal", true)]
    [InlineData("mature", "problem", "mature.minor", "problem.pending", true)]
    [InlineData("mature", "problem", "problem.pending", "mature.minor", false)]
    [InlineData("*", "*", "mature.minor", "problem.pending", true)]
    [InlineData("*", "*", "mature.minor", "mature.normal", false)]
    public void What_an_entry_is_about(string from, string to, string was, string becomes, bool isAbout) =>
        Assert.Equal(isAbout, new Transition(from, to, 1, []).IsAbout(was, becomes));

    [Fact]
    public void Days_in_a_class_begin_anew_with_every_class_and_days_in_a_state_do_not()
    {
        var document = TransitionPolicies.Read("""[{ "from": "mature.minor", "to": "*", "afterDays": 10 }, { "from": "mature", "to": "*", "afterDays": 10 }]""");
        var held = new HeldClass("mature.normal", Make.Day("2026-01-01"), Make.Day("2026-01-01"));
        (held, _) = held.After("mature.minor", new() { Day = Make.Day("2026-01-09") }, document);
        Assert.Equal(new("mature.minor", Make.Day("2026-01-09"), Make.Day("2026-01-01")), held);
        Assert.Equal(Make.Day("2026-01-19"), held.After("problem.pending", new() { Day = Make.Day("2026-01-11") }, document).Basis.WaitsUntil);
    }

    [Fact]
    public void Another_version_finds_the_class_in_force_and_counts_the_days_before_it()
    {
        var early = TransitionPolicies.From("2026-01-25", Dwell);
        Assert.Equal(("problem.pending", Make.Day("2026-02-09")), Waits(Rater.Review(Recovered, Make.Day("2026-02-05"), early).Rating));

        // Under the version before the move was free; asked about every day, the later one would have made it wait.
        var late = TransitionPolicies.From("2026-02-05", Dwell);
        Assert.Equal("mature.abnormal", Rater.Review(Recovered, Make.Day("2026-02-06"), late).Rating.Class);
        Assert.Equal("problem.pending", Rater.Rate(Recovered, Make.Day("2026-02-06"), late.Published[1]).Class);
    }

    [Fact]
    public void Nobody_stays_in_a_class_that_is_done_away_with()
    {
        var document = TransitionPolicies.Read("""[{ "from": "*", "to": "*", "afterDays": 900 }]""");
        var renamed = document with { Classes = [.. document.Classes.Select(rule => rule.Class == "problem.pending" ? rule with { Class = "problem.open" } : rule)] };
        var book = new PolicyBook([new(1, Make.Day("2000-01-01"), document), new(2, Make.Day("2026-02-03"), renamed)]);
        Assert.Equal("new.ineffective", Rater.Review(Recovered, Make.Day("2026-02-02"), book).Rating.Class);
        var gone = new PolicyBook([new(1, Make.Day("2000-01-01"), document), new(2, Make.Day("2026-02-03"), document with { Classes = [.. document.Classes.Where(rule => !rule.Class.StartsWith("new", StringComparison.Ordinal))] })]);
        Assert.Equal("mature.abnormal", Rater.Review(Recovered, Make.Day("2026-02-03"), gone).Rating.Class);
    }

    [Fact]
    public void Sentences_say_what_it_waits_for()
    {
        var policy = TransitionPolicies.Book(Dwell).Published[0];
        var rating = Rater.Rate(Recovered, Make.Day("2026-02-01"), policy);
        Assert.Equal(
            "By the rules it would be mature.abnormal, but the move waits. A move from problem to mature takes 30 days, counted from 2026-01-10: not before 2026-02-09.",
            string.Join(' ', RatingSentences.Of(rating, Explanation.Of(policy, rating.Measures), Tongue.English)[1..3]));
        Assert.Equal(
            "按规则应为成熟非正常客户，但变动尚在等待。 由 problem 变为 mature 须先满 30 天，自 2026-01-10 起计，最早 2026-02-09。",
            string.Join(' ', RatingSentences.Of(rating, Explanation.Of(policy, rating.Measures), Tongue.Chinese)[1..3]));

        policy = TransitionPolicies.Book(Band).Published[0];
        rating = Rater.Rate(Late, Make.Day("2026-04-20"), policy);
        Assert.Equal("A move from problem to anything asks for more: oldest overdue is 70 days, not < 60 days.", RatingSentences.Of(rating, Explanation.Of(policy, rating.Measures), Tongue.English)[2]);
        Assert.Equal("由 problem 变为任何分类的条件未满足：最长逾期 70 天，要求 < 60 天。", RatingSentences.Of(rating, Explanation.Of(policy, rating.Measures), Tongue.Chinese)[2]);
        Assert.Equal([false], Explanation.WaitsFor(rating).Select(term => term.Holds));
    }

    [Fact]
    public void The_end_of_waiting_is_a_day_that_silence_reaches_and_paying_alone_does_not_help()
    {
        var (owing, day, book) = (Recovered with { Movements = new(Recovered.Movements.Items[..2], null) }, Make.Day("2026-02-01"), TransitionPolicies.Book(Dwell));
        var silence = Outlooks.Of(Recovered, day, book).Out.Single(change => change.Lever == Lever.Silence);
        Assert.Equal(("mature.abnormal", Make.Day("2026-02-09")), (silence.To, silence.On));
        Assert.Contains(Outlooks.Of(owing, day, Make.DefaultBook).Out, change => change.Lever == Lever.Repayment);
        Assert.DoesNotContain(Outlooks.Of(owing, day, book).Out, change => change.Lever == Lever.Repayment);
        Assert.Contains(Outlooks.Of(owing, Make.Day("2026-02-09"), book).Out, change => change is { Lever: Lever.Repayment, To: "mature.abnormal" });
    }

    private static (string, DateOnly?) Waits(Rating rating) => (rating.Class, rating.ClassBasis.WaitsUntil);
}
