using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Lifecycle.Grains;

/// <summary>A contact as people send it.</summary>
public sealed record ContactInput
{
    private static readonly string[] Channels = ["email", "phone", "sms", "wecom"];

    /// <summary>The number under which the contact is known; null: recognised by what is said of it, or new.</summary>
    public int? Id { get; init; }

    /// <summary>The contact's name.</summary>
    public Optional<string?> Name { get; init; }

    /// <summary>How the contact is addressed.</summary>
    public Optional<string?> Salutation { get; init; }

    /// <summary>Position.</summary>
    public Optional<string?> Position { get; init; }

    /// <summary>E-mail address.</summary>
    public Optional<string?> Email { get; init; }

    /// <summary>Telephone number.</summary>
    public Optional<string?> Phone { get; init; }

    /// <summary>WeCom user id.</summary>
    public Optional<string?> WecomId { get; init; }

    /// <summary>Language tag such as <c>zh-CN</c>.</summary>
    public Optional<string?> Language { get; init; }

    /// <summary>By channel: email, phone, sms, wecom; null: not asked.</summary>
    public ImmutableDictionary<string, bool?>? Consent { get; init; }

    /// <summary>Birthday.</summary>
    public Optional<BirthdayInput?> Birthday { get; init; }

    /// <summary>Checks the input of a whole list of contacts.</summary>
    public static Refusal? TryReadAll(ImmutableArray<ContactInput> inputs, out ImmutableArray<Contact> contacts)
    {
        contacts = [];
        if (inputs.Length > ProfileInput.MostContacts)
        {
            return new("too-many", $"A customer has at most {ProfileInput.MostContacts} contacts.", "contacts");
        }

        var read = ImmutableArray.CreateBuilder<Contact>(inputs.Length);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is null)
            {
                return new("required", "A contact is an object.", $"contacts/{i}");
            }

            if (inputs[i].TryReadChange(out var change) is { } refusal)
            {
                return refusal with { Field = $"contacts/{i}/{refusal.Field}" };
            }

            read.Add(change!.ApplyTo(Contact.Empty) with { Id = inputs[i].Id ?? 0 });
        }

        contacts = read.MoveToImmutable();
        return null;
    }

    /// <summary>Checks the input and makes it a change of some fields.</summary>
    public Refusal? TryReadChange(out ContactChange? change)
    {
        change = null;
        Birthday? birthday = null;
        var refusal =
            Text.Check(Name.Value, "name")
            ?? Text.Check(Salutation.Value, "salutation")
            ?? Text.Check(Position.Value, "position")
            ?? CheckEmail(Email.Value)
            ?? Text.Check(Phone.Value, "phone", Text.IdLength)
            ?? Text.Check(WecomId.Value, "wecomId", Text.IdLength)
            ?? CheckLanguage(Language.Value)
            ?? CheckConsent()
            ?? Birthday.Value?.TryRead(out birthday);
        if (refusal is not null)
        {
            return refusal;
        }

        change = new ContactChange
        {
            Name = Name,
            Salutation = Salutation,
            Position = Position,
            Email = Email,
            Phone = Phone,
            WecomId = WecomId,
            Language = Language,
            Consent = Consent?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, bool?>.Empty,
            Birthday = Birthday.IsGiven ? new(birthday) : default,
        };
        return null;
    }

    // Deliverability is the mail server's business; this only keeps out what cannot be an address at all.
    private static Refusal? CheckEmail(string? email) =>
        email is null
            ? null
            : Text.Check(email, "email", 254)
                ?? (email.IndexOf('@') is var at && at > 0 && at == email.LastIndexOf('@') && at < email.Length - 1 && !email.Any(char.IsWhiteSpace)
                    ? null
                    : new("email-invalid", "email must be an address such as name@example.com.", "email"));

    private static Refusal? CheckLanguage(string? language) =>
        language is null || (language.Length is >= 2 and <= 35 && language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            ? null
            : new("language-invalid", "language must be a language tag such as zh-CN.", "language");

    private Refusal? CheckConsent() =>
        Consent?.Keys.FirstOrDefault(channel => !Channels.Contains(channel, StringComparer.Ordinal)) is { } unknown
            ? new("unknown-word", $"consent knows the channels {string.Join(", ", Channels)}.", "consent")
            : null;
}

/// <summary>A birthday as people send it.</summary>
public sealed record BirthdayInput
{
    /// <summary><c>solar</c> (default) or <c>lunar</c>.</summary>
    [AllowedValues("solar", "lunar", null)]
    public string? Calendar { get; init; }

    /// <summary>1 to 12.</summary>
    public int Month { get; init; }

    /// <summary>1 to 31.</summary>
    public int Day { get; init; }

    /// <summary>May be unknown.</summary>
    public int? Year { get; init; }

    /// <summary>Lunar: born in the leap month.</summary>
    public bool LeapMonth { get; init; }

    /// <summary><c>feb28</c> (default) or <c>mar1</c>.</summary>
    [AllowedValues("feb28", "mar1", null)]
    public string? Feb29 { get; init; }

    /// <summary>Checks the input.</summary>
    public Refusal? TryRead(out Birthday? birthday)
    {
        birthday = null;
        if (Calendar is not (null or "solar" or "lunar") || Feb29 is not (null or "feb28" or "mar1"))
        {
            return new("birthday-invalid", "The calendar is solar or lunar; feb29 is feb28 or mar1.", "birthday");
        }

        var read = new Birthday(Calendar == "lunar", Month, Day, Year, LeapMonth, Feb29 == "mar1");
        birthday = read;
        return Grains.Birthday.Check(read, "birthday");
    }
}
