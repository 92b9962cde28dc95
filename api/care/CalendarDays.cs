using Lifecycle.Grains;

namespace Lifecycle.Api.Care;

/// <summary>Puts together what is known of each occasion on each day.</summary>
/// <param name="rules">Those of all occasions, for their names.</param>
internal sealed class CalendarDays(IEnumerable<CareRule> rules)
{
    private readonly Dictionary<string, Names?> names =
        rules.ToDictionary(rule => rule.Occasion, rule => rule.OccasionNames(), StringComparer.Ordinal);

    private readonly SortedDictionary<(DateOnly On, string Occasion, string? Campaign), (CareCount Count, SortedDictionary<string, long> Outcomes)> items =
        new(Comparer<(DateOnly On, string Occasion, string? Campaign)>.Create((a, b) =>
            a.On != b.On ? a.On.CompareTo(b.On)
            : string.CompareOrdinal(a.Occasion, b.Occasion) is not 0 and var byOccasion ? byOccasion
            : string.CompareOrdinal(a.Campaign, b.Campaign)));

    /// <summary>By day, occasion and campaign.</summary>
    public IReadOnlyList<CalendarItem> Items =>
    [
        .. items.Select(item => new CalendarItem(
            item.Key.On, item.Key.Occasion, item.Key.Campaign,
            OccasionNames.Of(names.GetValueOrDefault(item.Key.Occasion)),
            item.Value.Count.Contacts, item.Value.Count.Expected, item.Value.Outcomes)),
    ];

    /// <summary>Adds contacts.</summary>
    public void Add(DateOnly on, string occasion, string? campaign, CareCount count)
    {
        var (before, outcomes) = At(on, occasion, campaign);
        items[(on, occasion, campaign)] = (before + count, outcomes);
    }

    /// <summary>Adds decisions.</summary>
    public void Add(DateOnly on, string occasion, string? campaign, string outcome, long count)
    {
        var item = At(on, occasion, campaign);
        item.Outcomes[outcome] = count;
        items[(on, occasion, campaign)] = item;
    }

    private (CareCount Count, SortedDictionary<string, long> Outcomes) At(DateOnly on, string occasion, string? campaign) =>
        items.TryGetValue((on, occasion, campaign), out var item) ? item : (default, new(StringComparer.Ordinal));
}
