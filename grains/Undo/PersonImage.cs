using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A customer's people before an import changed them and after: enough to take back what is still as the import left it.</summary>
/// <param name="Version">The version of the customer by which the import first changed them.</param>
public sealed record PersonImage(Person Before, Person After, long Version)
{
    /// <summary>The people without what the import changed; what others changed since stays.</summary>
    public Person TakenFrom(Person current) => current with
    {
        Name = Kept(Before.Name, After.Name, current.Name),
        Contacts = [.. current.Contacts.Select(TakenFrom).OfType<Contact>()],
    };

    /// <summary>The image of a later import as it would have been without this one.</summary>
    public PersonImage TakenFrom(PersonImage later) => later with { Before = TakenFrom(later.Before), After = TakenFrom(later.After) };

    /// <summary>Null: the import brought the contact, and nobody has changed it since.</summary>
    private Contact? TakenFrom(Contact current)
    {
        if (Find(After, current.Id) is not { } after)
        {
            return current;
        }

        var before = Find(Before, current.Id);
        if (before is null && current == after)
        {
            return null;
        }

        before ??= Contact.Empty with { Id = current.Id };
        return new(
            Kept(before.Name, after.Name, current.Name), Kept(before.Salutation, after.Salutation, current.Salutation),
            Kept(before.Position, after.Position, current.Position), Kept(before.Email, after.Email, current.Email),
            Kept(before.Phone, after.Phone, current.Phone), Kept(before.WecomId, after.WecomId, current.WecomId),
            Kept(before.Language, after.Language, current.Language), Consent(before.Consent, after.Consent, current.Consent),
            Kept(before.Birthday, after.Birthday, current.Birthday))
        {
            Id = current.Id,
        };
    }

    private static ImmutableSortedDictionary<string, bool> Consent(
        ImmutableSortedDictionary<string, bool> before, ImmutableSortedDictionary<string, bool> after, ImmutableSortedDictionary<string, bool> current)
    {
        var kept = current;
        foreach (var channel in after.Keys.Union(before.Keys, StringComparer.Ordinal))
        {
            kept = Kept(Of(before), Of(after), Of(current)) is { } answer ? kept.SetItem(channel, answer) : kept.Remove(channel);

            bool? Of(ImmutableSortedDictionary<string, bool> given) => given.TryGetValue(channel, out var answer) ? answer : null;
        }

        return kept;
    }

    private static T Kept<T>(T before, T after, T current) => EqualityComparer<T>.Default.Equals(current, after) ? before : current;

    private static Contact? Find(Person person, int id) => person.Contacts.FirstOrDefault(contact => contact.Id == id);
}
