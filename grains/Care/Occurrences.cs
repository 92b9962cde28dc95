using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>
/// When the occasion of a rule falls for a contact, and which time it is. Most fall once in every year of their own calendar; a visit, a change of
/// tier and a campaign are there once.
/// </summary>
internal static class Occurrences
{
    // A change of tier is told the day after, once it has stayed; a week later it would be no news.
    private const int TierAfter = 1;
    private const int TierFor = 7;

    // A visit has this many days from its due day until the to-do comes too late.
    private const int VisitFor = 30;

    /// <summary>What falls between two days, both included.</summary>
    public static IEnumerable<(string Occurrence, DateOnly On)> Between(CareRule rule, CareFacts facts, Contact contact, DateOnly from, DateOnly to)
    {
        if (!IsSingle(rule))
        {
            return Yearly(rule, facts, contact) is { } yearly ? YearlyDay.Between(yearly, from, to).Select(found => (Text(found.Year), found.On)) : [];
        }

        return Single(rule, facts) is { } single && single.On <= to && single.Last >= from ? [(single.Occurrence, single.On)] : [];
    }

    /// <summary>The moment of one occurrence as the facts are now; null: there is none any more.</summary>
    public static CareMoment? Moment(CareRule rule, CareFacts facts, Contact contact, string occurrence)
    {
        if (IsSingle(rule))
        {
            return Single(rule, facts) is { } single && single.Occurrence == occurrence ? CareMoment.Of(single.On, single.Last, rule.At, facts.Zone) : null;
        }

        return Yearly(rule, facts, contact)?.Invoke(int.Parse(occurrence, CultureInfo.InvariantCulture)) is { } on
            ? CareMoment.Of(on, on, rule.At, facts.Zone) : null;
    }

    private static bool IsSingle(CareRule rule) => rule.Occasion is Occasions.Campaign or Occasions.Visit or Occasions.Tier;

    /// <summary>The day by the year; null: the contact has none.</summary>
    private static Func<int, DateOnly?>? Yearly(CareRule rule, CareFacts facts, Contact contact) => rule.Occasion switch
    {
        Occasions.Birthday => contact.Birthday is { } birthday ? year => Birthdays.In(birthday, year) : null,
        Occasions.Anniversary => facts.Customer.Profile.CustomerSince.At(facts.Today) is { } since ? year => Anniversaries.On(since, year) : null,
        _ => rule.Yearly(),
    };

    /// <summary>The one time that there is, with its first and its last day; null: none.</summary>
    private static (string Occurrence, DateOnly On, DateOnly Last)? Single(CareRule rule, CareFacts facts) => rule.Occasion switch
    {
        Occasions.Campaign => (rule.Campaign!, rule.Days!.First, rule.Days.Last),
        Occasions.Visit => facts.NextVisit is { } visit ? Visit(visit, facts.Today) : null,
        _ => facts.Customer.Alerts.Current(AlertKind.TierChanged) is { } alert ? Tier(alert) : null,
    };

    // A visit that was due long ago is due still.
    private static (string, DateOnly, DateOnly) Visit(DueVisit visit, DateOnly today) =>
        (Text(visit.Ordinal), visit.DueOn, (visit.DueOn > today ? visit.DueOn : today).AddDays(VisitFor - 1));

    // A further change in the same direction is the same alert, but news.
    private static (string, DateOnly, DateOnly) Tier(Alert alert) => (
        string.Create(CultureInfo.InvariantCulture, $"{alert.RaisedOn:yyyy-MM-dd}-{alert.To}"), alert.RaisedOn.AddDays(TierAfter),
        alert.RaisedOn.AddDays(TierAfter + TierFor - 1));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
