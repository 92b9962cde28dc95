using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>All published versions, ordered by their first day and then their number.</summary>
public sealed class PolicyBook
{
    private readonly ImmutableArray<Policy> published;

    /// <summary>From at least one published version.</summary>
    public PolicyBook(IEnumerable<Policy> published)
    {
        this.published = [.. published.OrderBy(p => p.InForceFrom).ThenBy(p => p.Version)];
        if (this.published.IsEmpty)
        {
            throw new ArgumentException("A policy book holds at least one published version.", nameof(published));
        }
    }

    /// <summary>Every published version.</summary>
    public ImmutableArray<Policy> Published => published;

    /// <summary>The version in force on a day; before the first, the first.</summary>
    public Policy InForceOn(DateOnly day)
    {
        var i = published.Length - 1;
        while (i > 0 && published[i].InForceFrom > day)
        {
            i--;
        }

        return published[i];
    }

    /// <summary>The earliest day whose measures a rating as of <paramref name="day"/> or later looks at, whatever version it is by.</summary>
    public DateOnly LooksFrom(DateOnly day)
    {
        var first = day;
        foreach (var policy in published)
        {
            first = policy.LooksFrom(day) is var from && from < first ? from : first;
        }

        return first;
    }

    /// <summary>A version by its number, or null.</summary>
    public Policy? Find(int version) => published.FirstOrDefault(p => p.Version == version);

    /// <summary>Without the versions that begin after a day; at least the first stays.</summary>
    public PolicyBook KnownOn(DateOnly day) =>
        published[^1].InForceFrom <= day ? this : new(published.Where((policy, i) => i == 0 || policy.InForceFrom <= day));

    /// <summary>Only some of the versions; at least the first stays. The book itself where that is all of them.</summary>
    public PolicyBook Only(IReadOnlySet<int> versions) =>
        published.All(policy => versions.Contains(policy.Version)) ? this : new(published.Where((policy, i) => i == 0 || versions.Contains(policy.Version)));

    /// <summary>The first day of a later version, after <paramref name="day"/>.</summary>
    public DateOnly? NextFirstDay(DateOnly day)
    {
        foreach (var policy in published)
        {
            if (policy.InForceFrom > day)
            {
                return policy.InForceFrom;
            }
        }

        return null;
    }
}
