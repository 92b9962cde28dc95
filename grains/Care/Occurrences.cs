using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>When the occasion of a rule falls for a contact, and which time it is.</summary>
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
        switch (rule.Occasion)
        {
            case Occasions.Birthday:
                return contact.Birthday is { } birthday ? Birthdays.Between(birthday, from, to).Select(b => (Text(b.Year), b.On)) : [];
            case Occasions.Anniversary:
                return facts.Customer.Profile.CustomerSince.At(facts.Today) is { } since
                    ? Anniversaries.Between(since, from, to).Select(a => (Text(a.Year), a.On)) : [];
            case Occasions.Visit:
                return facts.NextVisit is { } visit && visit.DueOn <= to ? [(Text(visit.Ordinal), visit.DueOn)] : [];
            case Occasions.Tier:
                return TierChange(facts) is { } changed && changed.On.AddDays(TierAfter + TierFor) >= from
                    ? [(changed.Occurrence, changed.On.AddDays(TierAfter))] : [];
            case Occasions.Campaign:
                return rule.Days!.Last >= from && rule.Days.First <= to ? [(rule.Campaign!, rule.Days.First)] : [];
            default:
                return rule.Date is { } date
                    ? date.Between(from, to).Select(d => (Text(d.Occurrence), d.On))
                    : Festivals.Find(rule.Occasion)!.Day.Between(from, to).Select(f => (Text(f.Year), f.On));
        }
    }

    /// <summary>The moment of one occurrence as the facts are now; null: there is none any more.</summary>
    public static CareMoment? Moment(CareRule rule, CareFacts facts, Contact contact, string occurrence)
    {
        if (On(rule, facts, contact, occurrence) is not { } on)
        {
            return null;
        }

        var last = rule.Occasion switch
        {
            Occasions.Campaign => rule.Days!.Last,
            Occasions.Tier => on.AddDays(TierFor - 1),

            // A visit that was due long ago is due still.
            Occasions.Visit => (on > facts.Today ? on : facts.Today).AddDays(VisitFor - 1),
            _ => on,
        };
        return CareMoment.Of(on, last, rule.At, facts.Zone);
    }

    private static DateOnly? On(CareRule rule, CareFacts facts, Contact contact, string occurrence)
    {
        switch (rule.Occasion)
        {
            case Occasions.Birthday:
                return contact.Birthday is { } birthday ? Birthdays.In(birthday, Year(occurrence)) : null;
            case Occasions.Campaign:
                return rule.Days!.First;
            case Occasions.Visit:
                return facts.NextVisit is { } visit && Text(visit.Ordinal) == occurrence ? visit.DueOn : null;
            case Occasions.Tier:
                return TierChange(facts) is { } changed && changed.Occurrence == occurrence ? changed.On.AddDays(TierAfter) : null;
            case Occasions.Anniversary:
                return facts.Customer.Profile.CustomerSince.At(facts.Today) is { } since ? Anniversaries.On(since, Year(occurrence)) : null;
            default:
                return rule.Date is { } date ? date.On(Year(occurrence)) : Festivals.Find(rule.Occasion)!.On(Year(occurrence));
        }
    }

    // A further change in the same direction is the same alert, but news.
    private static (string Occurrence, DateOnly On)? TierChange(CareFacts facts) =>
        facts.Customer.Alerts.Current(AlertKind.TierChanged) is { } alert
            ? (string.Create(CultureInfo.InvariantCulture, $"{alert.RaisedOn:yyyy-MM-dd}-{alert.To}"), alert.RaisedOn) : null;

    private static int Year(string occurrence) => int.Parse(occurrence, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
