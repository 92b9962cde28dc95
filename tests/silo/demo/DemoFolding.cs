using Lifecycle.Grains;
using Lifecycle.Silo.Demo;
using Lifecycle.Tests.Grains;

namespace Lifecycle.Tests.Silo.Demo;

/// <summary>The sample portfolio folded and rated in memory.</summary>
internal static class DemoFolding
{
    /// <summary>Every command of a customer decided in turn; nothing may be refused, and nothing said twice.</summary>
    public static CustomerState Fold(DemoCustomer customer, DateOnly today)
    {
        var state = new CustomerState(customer.Id);
        Person? person = null;
        foreach (var command in customer.Commands(today))
        {
            var decision = Customer.Decide(state, command, person);
            Assert.Equal(Outcome.Accepted, decision.Outcome);
            foreach (var happened in decision.Events)
            {
                state = Customer.Evolve(state, happened);
                person = happened is PersonChanged changed ? changed.Person : person;
            }
        }

        return state;
    }

    public static List<(DemoCustomer Customer, CustomerState State, Rating Rating)> Rate(DateOnly today) =>
    [
        .. DemoPortfolio.Generate(today).Select(customer =>
        {
            var state = Fold(customer, today);
            return (customer, state, Rater.Rate(state, today, Make.DefaultPolicy));
        }),
    ];

    /// <summary>The row of the class table that won, from 1.</summary>
    public static int Row(Rating rating)
    {
        var rules = Make.DefaultPolicy.Document.Classes;
        return 1 + Enumerable.Range(0, rules.Length).First(i => rules[i].Holds(rating.Measures));
    }
}
