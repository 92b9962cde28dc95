using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

using Lifecycle.Tests.Grains.Oracle;

/// <summary>"Before the first value the first value holds."</summary>
public sealed class DatedFactTests
{
    private static readonly DateOnly Today = Make.Day("2024-07-01");

    /// <summary>Registering a customer with empty fields must not date the first terms that are agreed later.</summary>
    [Fact]
    public void ClearingWhatWasNeverSetSaysNothing()
    {
        var empty = new ProfileChange { CollectionDifficult = false, CreditDays = new(null), CreditFrom = CreditFrom.Shipment };
        var cleared = Customer.Decide(Make.State(), new ChangeProfile(Today, null, empty, new() { Name = "A" }, true), new Person("A", []));
        Assert.Equal(Outcome.Duplicate, cleared.Outcome);

        var state = Changed(Make.State(), "2024-06-01", new() { CreditDays = 60 });
        Assert.Equal(Make.Day("2024-03-01"), state.Profile.DueOn(Make.Day("2024-01-01")));
    }

    [Fact]
    public void AnEarlierFirstValueIsKeptThoughItIsTheSame()
    {
        var state = Changed(Make.State(), "2024-01-01", new() { CreditLimit = 100 });
        state = Changed(state, "2023-01-01", new() { CreditLimit = 100 });
        state = Changed(state, "2024-01-01", new() { CreditLimit = 200 });

        Assert.Equal(100, state.Profile.CreditLimit.At(Make.Day("2023-06-01")));
        Assert.Equal(200, state.Profile.CreditLimit.At(Make.Day("2024-01-01")));
    }

    /// <summary>A value that already holds is no news: importing the same file every day leaves one value.</summary>
    [Fact]
    public void SayingTheSameOnALaterDayIsADuplicate()
    {
        var state = Changed(Make.State(), "2024-01-01", new() { Manager = "wang", Complexity = 50_00 });

        var again = new ChangeProfile(Today, null, new() { Manager = "wang", Complexity = 50_00 }, new() { Name = "A" }, true);

        Assert.Equal(Outcome.Duplicate, Customer.Decide(state, again, new Person("A", [])).Outcome);
    }

    [Fact]
    public void EveryHistoryReadsAsTheOracleDoes() => Seeds.Run(2000, random =>
    {
        var facts = Enumerable.Range(0, random.Next(6))
            .Select(_ => new OracleFact<int?>(Today.AddDays(random.Next(-6, 6)), random.Next(3) == 0 ? null : random.Next(3))).ToList();
        var history = facts.Aggregate(default(History<int?>), (h, f) => h.With(f.EffectiveOn, f.Value));
        for (var day = Today.AddDays(-8); day < Today.AddDays(8); day = day.AddDays(1))
        {
            Assert.Equal(OracleProfile.On(facts, day), history.At(day));
        }
    });

    [Fact]
    public void ReachesBackExactlyWhenSomethingUpToTheDayChanges() => Seeds.Run(5000, random =>
    {
        var before = Enumerable.Range(0, random.Next(4)).Aggregate(
            default(History<int?>), (h, _) => h.With(Today.AddDays(random.Next(-6, 6)), random.Next(3)));
        var (on, through) = (Today.AddDays(random.Next(-8, 8)), Today.AddDays(random.Next(-8, 8)));
        var after = before.With(on, 99);

        var changes = Enumerable.Range(-20, 40).Select(Today.AddDays).Any(day => day <= through && before.At(day) != after.At(day));

        Assert.True(before.ReachesBack(on, through) || !changes, $"{on} in {string.Join(' ', before.Values)} reaches behind {through}");
    });

    private static CustomerState Changed(CustomerState state, string on, ProfileChange change)
    {
        var decision = Customer.Decide(state, new ChangeProfile(Today, Make.Day(on), change, new() { Name = "A" }, true));
        Assert.Equal(Outcome.Accepted, decision.Outcome);
        return decision.Events.Aggregate(state, Customer.Evolve);
    }
}
