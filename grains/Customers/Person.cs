using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What identifies people: kept in a table of its own so that it can be erased; events only say that it changed.</summary>
public sealed record Person(string Name, ImmutableArray<Contact> Contacts)
{
    /// <summary>The highest number that a contact of this customer ever had: numbers are never given twice.</summary>
    public int LastContactId { get; init; }

    /// <inheritdoc/>
    public bool Equals(Person? other) =>
        other is not null && Name == other.Name && LastContactId == other.LastContactId && Contacts.SequenceEqual(other.Contacts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Contacts.Length);
}

/// <summary>A person at a customer.</summary>
/// <param name="Language">A language tag such as <c>zh-CN</c>.</param>
/// <param name="Consent">By channel (<c>email</c>, <c>sms</c>, <c>wecom</c>); an absent channel means not asked.</param>
public sealed record Contact(
    string? Name, string? Salutation, string? Position, string? Email, string? Phone, string? WecomId, string? Language,
    ImmutableSortedDictionary<string, bool> Consent, Birthday? Birthday)
{
    /// <summary>
    /// The contact's number at this customer, kept through every edit (<see cref="ContactNumbers"/>); 0 before the first
    /// time it is stored. Everything outside of the erasable table knows a contact by this number alone.
    /// </summary>
    public int Id { get; init; }

    /// <summary>A contact of which nothing is known yet.</summary>
    public static Contact Empty { get; } =
        new(null, null, null, null, null, null, null, ImmutableSortedDictionary<string, bool>.Empty.WithComparers(StringComparer.Ordinal), null);

    /// <inheritdoc/>
    public bool Equals(Contact? other) =>
        other is not null
        && Id == other.Id
        && (Name, Salutation, Position, Email, Phone, WecomId, Language) ==
            (other.Name, other.Salutation, other.Position, other.Email, other.Phone, other.WecomId, other.Language)
        && Birthday == other.Birthday
        && Consent.SequenceEqual(other.Consent);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Email, Phone, Birthday, Consent.Count);
}

/// <summary>A day of birth, by the solar or the Chinese lunar calendar, with or without its year.</summary>
/// <param name="LeapMonth">Lunar: born in the leap month of that number.</param>
/// <param name="Feb29OnMarch1">Solar 29 February: celebrated on 1 March instead of 28 February in common years.</param>
public sealed record Birthday(bool Lunar, int Month, int Day, int? Year, bool LeapMonth, bool Feb29OnMarch1)
{
    /// <summary>Says what is wrong with a birthday, or null.</summary>
    public static Refusal? Check(Birthday birthday, string field)
    {
        if (birthday.Month is < 1 or > 12)
        {
            return new("birthday-invalid", "The month must lie between 1 and 12.", field);
        }

        if (birthday.Year is < 1900 or > 2100)
        {
            return new("birthday-invalid", "The year must lie between 1900 and 2100.", field);
        }

        if (birthday is { LeapMonth: true, Lunar: false })
        {
            return new("birthday-invalid", "Only a lunar birthday has a leap month.", field);
        }

        // A solar birthday without a year may be 29 February; lunar months have 29 or 30 days.
        var longest = birthday.Lunar ? 30 : DateTime.DaysInMonth(birthday.Year ?? 2000, birthday.Month);
        return birthday.Day >= 1 && birthday.Day <= longest
            ? null
            : new("birthday-invalid", $"The day must lie between 1 and {longest}.", field);
    }
}
