using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>New values for what identifies people.</summary>
public sealed record PersonChange
{
    /// <summary>The customer's name.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>All contacts.</summary>
    public Optional<ImmutableArray<Contact>> Contacts { get; init; }

    /// <summary>Some fields of the first contact, which comes into being by them.</summary>
    public ContactChange? FirstContact { get; init; }

    /// <summary>Says which of the given contacts name a number that the customer never gave, or null.</summary>
    public Refusal? Check(Person? known) => Contacts.IsGiven ? ContactNumbers.Check(Contacts.Value, known) : null;

    /// <summary>The person data with this change; every contact has a number.</summary>
    public Person ApplyTo(Person? known)
    {
        var contacts = Contacts.IsGiven ? ContactNumbers.Recognise(Contacts.Value, known) : known?.Contacts ?? [];
        var first = contacts.IsEmpty ? Contact.Empty : contacts[0];
        var changed = FirstContact?.ApplyTo(first) ?? first;
        return ContactNumbers.Complete(new(
            Name.Or(known?.Name ?? ""),
            changed == first ? contacts : contacts.IsEmpty ? [changed] : contacts.SetItem(0, changed))
        {
            LastContactId = known?.LastContactId ?? 0,
        });
    }
}

/// <summary>New values for some fields of a contact.</summary>
public sealed record ContactChange
{
    /// <summary>The contact's own name.</summary>
    public Optional<string?> Name { get; init; }

    /// <summary>How the contact is addressed.</summary>
    public Optional<string?> Salutation { get; init; }

    /// <summary>The contact's position.</summary>
    public Optional<string?> Position { get; init; }

    /// <summary>E-mail address.</summary>
    public Optional<string?> Email { get; init; }

    /// <summary>Telephone number.</summary>
    public Optional<string?> Phone { get; init; }

    /// <summary>WeCom user id.</summary>
    public Optional<string?> WecomId { get; init; }

    /// <summary>Language tag.</summary>
    public Optional<string?> Language { get; init; }

    /// <summary>Birthday.</summary>
    public Optional<Birthday?> Birthday { get; init; }

    /// <summary>Consent by channel; null: not asked.</summary>
    public ImmutableSortedDictionary<string, bool?> Consent { get; init; } = ImmutableSortedDictionary<string, bool?>.Empty;

    /// <summary>The contact with this change.</summary>
    public Contact ApplyTo(Contact contact)
    {
        var consent = contact.Consent;
        foreach (var (channel, given) in Consent)
        {
            consent = given is { } answer ? consent.SetItem(channel, answer) : consent.Remove(channel);
        }

        return new(
            Name.Or(contact.Name), Salutation.Or(contact.Salutation), Position.Or(contact.Position), Email.Or(contact.Email),
            Phone.Or(contact.Phone), WecomId.Or(contact.WecomId), Language.Or(contact.Language), consent, Birthday.Or(contact.Birthday))
        {
            Id = contact.Id,
        };
    }
}
