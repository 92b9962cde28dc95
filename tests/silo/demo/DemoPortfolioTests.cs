using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Silo.Demo;
using Lifecycle.Tests.Grains;
using Xunit.Abstractions;

namespace Lifecycle.Tests.Silo.Demo;

/// <summary>The generator alone: what it makes is valid, complete, ends today, and is the same every time.</summary>
public sealed class DemoPortfolioTests(ITestOutputHelper output)
{
    public static TheoryData<string> Todays => ["2026-06-15", "2024-02-29", "2025-02-28", "2026-01-01", "2026-11-22", "2027-02-06", "2013-05-01"];

    [Theory]
    [MemberData(nameof(Todays))]
    public void Holds_every_class_row_and_tier_in_believable_parts(string day)
    {
        var today = Make.Day(day);
        var rated = DemoFolding.Rate(today);
        Assert.Equal((2000, 2000), (DemoPortfolio.Customers, rated.Count));

        var rows = Count(rated, c => DemoFolding.Row(c.Rating));
        var (classes, tiers) = (Count(rated, c => c.Rating.Class), Count(rated, c => c.Rating.Tier));
        output.WriteLine($"{rated.Sum(c => c.Customer.Postings.Length)} postings; rows {Show(rows)}; {Show(classes)}; tiers {Show(tiers)}");
        foreach (var habit in rated.GroupBy(c => c.Customer.Habit))
        {
            output.WriteLine($"{habit.Key} ({habit.Average(c => c.Customer.Postings.Length):0}): {Show(Count(habit, c => c.Rating.Class))}; {Show(Count(habit, c => c.Rating.Tier))}");
        }

        Assert.InRange(rated.Sum(c => c.Customer.Postings.Length), 60_000, 90_000);
        Assert.Equal(Enumerable.Range(1, 13), rows.Keys);
        Assert.All(rows.Values, count => Assert.InRange(count, 15, 600));
        Assert.Equal([1, 2, 3, 4], tiers.Keys);
        Assert.All(tiers.Values, count => Assert.InRange(count, 50, 1300));
        Assert.InRange(rated.Count(c => Exceeded(c.Rating.Measures)), 20, 300);
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void Ends_today_after_two_years_and_each_ledger_is_in_order(string day)
    {
        var today = Make.Day(day);
        var customers = DemoPortfolio.Generate(today).ToList();
        var days = customers.SelectMany(c => c.Postings).Select(p => p.OccurredOn).ToList();
        Assert.Equal((today.AddYears(-2), today), (days.Min(), days.Max()));
        Assert.InRange(days.Count(d => d == today), 5, 2000);
        Assert.All(customers, c => Assert.Equal(c.Postings.Select(p => p.OccurredOn).Order(), c.Postings.Select(p => p.OccurredOn)));
    }

    [Fact]
    public void Is_the_same_for_the_same_day_and_seed_and_another_for_another_seed()
    {
        var today = Make.Day("2026-06-15");
        var text = Text(DemoPortfolio.Generate(today));
        Assert.Equal(text, Text(DemoPortfolio.Generate(today)));
        Assert.NotEqual(text, Text(DemoPortfolio.Generate(today, seed: 1)));

        static string Text(IEnumerable<DemoCustomer> customers) =>
            JsonSerializer.Serialize(customers.Take(100).Select(c => new { c.Id, c.Profiles, c.Judgements, c.Postings }));
    }

    [Fact]
    public void Keys_and_company_names_are_unique()
    {
        var customers = DemoPortfolio.Generate(Make.Day("2026-06-15")).ToList();
        Assert.Distinct(customers.Select(c => c.Id));
        Assert.Distinct(customers.SelectMany(c => c.Postings).Select(p => p.ExternalId));
        Assert.Distinct(customers.Where(c => c.Profiles[0].Kind.Value == "enterprise").Select(c => c.Profiles[0].Name.Value));
    }

    [Fact]
    public void Sent_twice_every_profile_and_evaluation_is_a_duplicate()
    {
        var today = Make.Day("2026-06-15");
        foreach (var customer in DemoPortfolio.Generate(today))
        {
            var state = DemoFolding.Fold(customer, today);
            var commands = customer.Commands(today);
            var person = Assert.IsType<ChangeProfile>(commands[0]).Person.ApplyTo(null);
            Assert.All(
                commands.Where(command => command is not AcceptPosting),
                command => Assert.Equal(Outcome.Duplicate, Customer.Decide(state, command, person).Outcome));
        }
    }

    private static bool Exceeded(Measures measures) =>
        measures.Value(Measure.CreditLimit) is { IsDefined: true } && measures.Value(Measure.CreditUsed) is { IsDefined: true } used && used.CompareTo(1) > 0;

    private static SortedDictionary<TKey, int> Count<T, TKey>(IEnumerable<T> items, Func<T, TKey> key)
        where TKey : notnull => new(items.GroupBy(key).ToDictionary(group => group.Key, group => group.Count()));

    private static string Show<TKey>(SortedDictionary<TKey, int> counts)
        where TKey : notnull => string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"));
}
