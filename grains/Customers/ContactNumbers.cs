using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// Numbers contacts, and recognises them when a whole list is sent again. A contact that is taken for a new one would be
/// greeted twice, one that is taken for another would be greeted too seldom: where in doubt, it is the same one.
/// </summary>
internal static class ContactNumbers
{
    /// <summary>Refuses a number that this customer never gave, or that is given twice.</summary>
    public static Refusal? Check(ImmutableArray<Contact> given, Person? known)
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < given.Length; i++)
        {
            if (given[i].Id != 0 && (given[i].Id < 0 || given[i].Id > (known?.LastContactId ?? 0) || !seen.Add(given[i].Id)))
            {
                return new("contact-not-found", "The customer has no such contact, or it is named twice; leave id out for a new one.", $"contacts/{i}/id");
            }
        }

        return null;
    }

    /// <summary>
    /// The given contacts, those without a number with that of the known contact they agree with most. A number that was
    /// given out and whose contact is gone is that contact come back.
    /// </summary>
    public static ImmutableArray<Contact> Recognise(ImmutableArray<Contact> given, Person? known)
    {
        var taken = given.Select(c => c.Id).Where(id => id != 0).ToHashSet();
        var present = known?.Contacts ?? [];
        var pairs =
            from g in Enumerable.Range(0, given.Length)
            where given[g].Id == 0
            from k in Enumerable.Range(0, present.Length)
            let agreement = Agreement(given[g], present[k])
            where agreement > 0
            orderby agreement descending, Math.Abs(g - k), g, k
            select (Given: g, present[k].Id);
        var numbered = given.ToBuilder();
        foreach (var (index, id) in pairs)
        {
            if (numbered[index].Id == 0 && taken.Add(id))
            {
                numbered[index] = numbered[index] with { Id = id };
            }
        }

        return numbered.ToImmutable();
    }

    /// <summary>Gives the next numbers to contacts that have none.</summary>
    public static Person Complete(Person person)
    {
        var last = person.LastContactId;
        var contacts = person.Contacts.Select(c => c.Id == 0 ? c with { Id = ++last } : c).ToImmutableArray();
        return last == person.LastContactId ? person : person with { Contacts = contacts, LastContactId = last };
    }

    /// <summary>
    /// On how much two contacts agree; 0: different people. Another name and another birthday together are somebody else,
    /// whatever mailbox they share; one of them alone is a correction.
    /// </summary>
    private static int Agreement(Contact given, Contact known)
    {
        if (given with { Id = known.Id } == known)
        {
            return int.MaxValue;
        }

        if (given.Name is not null && known.Name is not null && given.Name != known.Name
            && given.Birthday is not null && known.Birthday is not null && given.Birthday != known.Birthday)
        {
            return 0;
        }

        return Same(given.Name, known.Name) + Same(given.Email, known.Email) + Same(given.Phone, known.Phone)
            + Same(given.WecomId, known.WecomId) + (given.Birthday is { } birthday && birthday == known.Birthday ? 1 : 0);
    }

    private static int Same(string? one, string? other) =>
        one is not null && string.Equals(one, other, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
}
