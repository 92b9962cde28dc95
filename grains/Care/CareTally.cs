namespace Lifecycle.Grains;

/// <summary>How many contacts something concerns, and how many of them a message can reach.</summary>
public readonly record struct CareCount(long Contacts, long Expected)
{
    /// <summary>Both together.</summary>
    public static CareCount operator +(CareCount a, CareCount b) => new(a.Contacts + b.Contacts, a.Expected + b.Expected);
}

/// <summary>
/// Contacts counted by what their days depend on: the rule, and of birthdays how they are written, of anniversaries the first day. So one
/// count of everybody tells every span. Not for several threads.
/// </summary>
/// <param name="rules">Those to count for.</param>
/// <param name="today">The business day.</param>
public sealed class CareTally(IReadOnlyList<CareRule> rules, DateOnly today)
{
    private readonly Dictionary<(int Rule, Birthday? Birthday, DateOnly? Since), CareCount> counts = [];

    /// <summary>Counts a customer.</summary>
    public void Add(CustomerState customer, Person person)
    {
        for (var number = 0; number < rules.Count; number++)
        {
            var rule = rules[number];
            if (!rule.Audience.Includes(customer))
            {
                continue;
            }

            var since = rule.Occasion == Occasions.Anniversary ? customer.Profile.CustomerSince.At(today) : null;
            foreach (var contact in rule.Audience.Of(person))
            {
                // The year of birth says nothing about the day.
                var birthday = rule.Occasion == Occasions.Birthday && contact.Birthday is { } written ? written with { Year = null } : null;
                if ((rule.Occasion != Occasions.Birthday || birthday is not null) && (rule.Occasion != Occasions.Anniversary || since is not null))
                {
                    Add((number, birthday, since), new(1, CareReach.Reaches(rule, contact) ? 1 : 0));
                }
            }
        }
    }

    /// <summary>Counts what another has counted, for the same rules.</summary>
    public void Add(CareTally other)
    {
        foreach (var (key, count) in other.counts)
        {
            Add(key, count);
        }
    }

    /// <summary>The counts by rule and day of a span, both ends included. A campaign is on its first day.</summary>
    public IEnumerable<(CareRule Rule, DateOnly On, CareCount Count)> Between(DateOnly from, DateOnly to) =>
        counts.SelectMany(counted => Days(rules[counted.Key.Rule], counted.Key.Birthday, counted.Key.Since, from, to)
            .Select(on => (rules[counted.Key.Rule], on, counted.Value)));

    private static IEnumerable<DateOnly> Days(CareRule rule, Birthday? birthday, DateOnly? since, DateOnly from, DateOnly to) => rule.Occasion switch
    {
        Occasions.Birthday => Birthdays.Between(birthday!, from, to).Select(found => found.On),
        Occasions.Anniversary => Anniversaries.Between(since!.Value, from, to).Select(found => found.On),
        Occasions.Campaign => rule.Days!.First >= from && rule.Days.First <= to ? [rule.Days.First] : [],
        Occasions.Visit or Occasions.Tier => [], // nobody knows them so far ahead
        _ => YearlyDay.Between(rule.Yearly(), from, to).Select(found => found.On),
    };

    private void Add((int Rule, Birthday? Birthday, DateOnly? Since) key, CareCount count) =>
        counts[key] = counts.GetValueOrDefault(key) + count;
}
