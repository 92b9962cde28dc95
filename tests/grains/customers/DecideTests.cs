using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

public sealed class DecideTests
{
    private static readonly DateOnly Today = Make.Day("2024-07-01");
    private static readonly Person Known = new("A", []);

    [Fact]
    public void NobodyKnowsAnUnknownCustomer()
    {
        var unknown = new CustomerState("C");
        Command[] commands =
        [
            new AcceptPosting(Today, Make.Posting("shipment", 1, Today)), new ReversePosting(Today, Make.Posting("shipment", 1, Today)),
            new RecordEvaluation(Today, new("li", Today, 5000), null), new ReviewRating(Today), new EscalateAlerts(Today, null, null),
            new ChangeProfile(Today, null, new(), new() { Name = "A" }, Register: false),
        ];
        Assert.All(commands, c => Assert.Equal("customer-not-found", Customer.Decide(unknown, c).Refusal?.Code));
        Assert.All(commands, c => Assert.Empty(Customer.Decide(unknown, c).Events));
    }

    [Fact]
    public void ACustomerHasAName()
    {
        var nameless = Customer.Decide(new("C"), new ChangeProfile(Today, null, new(), new(), Register: true));

        Assert.Equal((Outcome.Refused, "required", "name"), (nameless.Outcome, nameless.Refusal!.Code, nameless.Refusal.Field));
    }

    [Fact]
    public void AChangeSaidTwiceIsADuplicate() => Seeds.Run(500, random =>
    {
        var ledger = new Ledger(Make.DefaultBook, int.MaxValue);
        ledger.Commit(RandomCommands.Register(Today));
        for (var i = 0; i < 10; i++)
        {
            var on = Today.AddDays(random.Next(-100, 100));
            var change = new ChangeProfile(Today, on, RandomCommands.Change(random, Today), new(), Register: true);
            var first = Customer.Decide(ledger.State, change, Known);
            var state = first.Events.Aggregate(ledger.State, Customer.Evolve);

            var second = Customer.Decide(state, change, Known);

            Assert.Equal(Outcome.Duplicate, second.Outcome);
            Assert.Empty(second.Events);
            ledger.Commit(change with { Person = new() { Name = "Some Ltd" } });
        }
    });

    [Fact]
    public void AnEvaluationSaidTwiceIsADuplicateAndADifferentOneReplacesIt()
    {
        var first = new Evaluation("li", Today, 5000);
        var state = Make.State().Evaluated(first);

        Assert.Equal(Outcome.Duplicate, Customer.Decide(state, new RecordEvaluation(Today, first, "note")).Outcome);
        var other = first with { Points = 6000 };
        Assert.Equal(Outcome.Accepted, Customer.Decide(state, new RecordEvaluation(Today, other, null)).Outcome);
        Assert.Equal(other, Assert.Single(state.Evaluated(other).Evaluations.Items));
    }

    [Fact]
    public void AChangedPersonIsAnEventAndTheSamePersonIsNot()
    {
        var change = new ChangeProfile(Today, null, new(), new() { FirstContact = new() { Email = "a@b.cn" } }, Register: false);
        var decision = Customer.Decide(Make.State(), change, Known);

        var changed = Assert.IsType<PersonChanged>(Assert.Single(decision.Events));

        Assert.Equal("a@b.cn", Assert.Single(changed.Person.Contacts).Email);
        Assert.Equal(Outcome.Duplicate, Customer.Decide(Make.State(), change, changed.Person).Outcome);
    }
}
