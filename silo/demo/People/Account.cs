using Lifecycle.Silo.Demo.Habits;
using Lifecycle.Silo.Demo.Words;

namespace Lifecycle.Silo.Demo.People;

/// <summary>Who the customer is and who looks after it.</summary>
/// <param name="Owner">The person, where the customer is one: it is its own first contact.</param>
/// <param name="Manager">Null: the customer is in the pool.</param>
internal sealed record Account(
    Habit Habit, string Name, (string Name, string Latin, string Salutation)? Owner, bool English, string? Region, string? Manager, string? Industry)
{
    public static Account Draw(Habit habit, int number, Chance chance)
    {
        var place = Places.Pick(chance);
        var region = chance.Often(0.02) ? null : place.Region;
        var manager = chance.Often(0.04) ? null : chance.Pick<string>(place.Managers);
        if (habit.Individual)
        {
            var person = PeopleNames.Chinese(chance);
            return new(habit, person.Name, person, English: false, region, manager, Industry: null);
        }

        var (industry, word, english) = chance.Pick([.. Trades.All]);

        // Every twelfth company is foreign: by its number, so that no two of them share a name.
        var foreign = number % 12 == 0;
        var name = foreign
            ? CompanyNames.English(number / 12, english, chance.Pick("Ltd.", "Co., Ltd.", "(China) Co., Ltd.", "Trading Ltd."))
            : CompanyNames.Chinese(number, chance.Pick<string>(place.Cities), word, chance.Pick([.. Trades.Forms]));
        return new(habit, name, Owner: null, foreign, region, manager, industry);
    }
}
