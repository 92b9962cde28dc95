using Lifecycle.Silo.Demo.Habits;
using Lifecycle.Silo.Demo.People;

namespace Lifecycle.Silo.Demo;

/// <summary>
/// 示例数据: a believable portfolio that ends today. Pure: seed and day decide every customer, name and posting, so that
/// an interrupted load can be taken up again with exactly the same content.
/// </summary>
public static class DemoPortfolio
{
    /// <summary>How many customers it has.</summary>
    public static int Customers { get; } = HabitTable.All.Sum(habit => habit.Customers);

    /// <summary>The seed of the portfolio that the silo loads.</summary>
    public const int Seed = 20_240_229;

    /// <summary>Every customer, each with its whole history up to <paramref name="today"/>.</summary>
    public static IEnumerable<DemoCustomer> Generate(DateOnly today, int seed = Seed)
    {
        var habits = HabitTable.All.SelectMany(habit => Enumerable.Repeat(habit, habit.Customers)).ToArray();
        new Random(seed).Shuffle(habits);
        var calendar = new TradingCalendar(today);
        return habits.Select((habit, index) => Customer(habit, index + 1, calendar, seed));
    }

    // A stream of chances of its own: what one customer draws does not change its neighbours.
    private static DemoCustomer Customer(Habit habit, int number, TradingCalendar calendar, int seed)
    {
        var chance = Chance.Of(seed, number);
        var course = Course.Draw(habit, calendar.Today, chance);
        var terms = Terms.Draw(habit, chance);
        var account = Account.Draw(habit, number, chance);
        var contacts = Contacts.Of(account, number, calendar.Today, chance);
        return new(
            $"demo-{number:0000}",
            habit.Name,
            Profiles.Of(account, course, terms, contacts, calendar.Today, chance),
            Judgements.Of(account, course, calendar.Today, chance),
            Bookkeeping.Of(course, terms, calendar, chance).Numbered(number));
    }
}
