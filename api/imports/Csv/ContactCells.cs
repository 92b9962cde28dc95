using System.Collections.Immutable;
using System.Globalization;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>The contact columns of a customers file: they fill the customer's first contact.</summary>
internal sealed class ContactCells
{
    private static readonly string[] Channels = ["email", "sms", "wecom"];

    private readonly int name;
    private readonly int salutation;
    private readonly int position;
    private readonly int email;
    private readonly int phone;
    private readonly int language;
    private readonly int birthday;
    private readonly int calendar;
    private readonly (string Channel, int Column)[] consents;
    private readonly int[] present;

    public ContactCells(Header header)
    {
        (name, salutation, position) = (header["contact"], header["salutation"], header["position"]);
        (email, phone, language) = (header["email"], header["phone"], header["language"]);
        (birthday, calendar) = (header["birthday"], header["birthday_calendar"]);
        consents = [.. Channels.Select(channel => (channel, header[$"consent_{channel}"])).Where(consent => consent.Item2 >= 0)];
        int[] all = [name, salutation, position, email, phone, language, birthday, .. consents.Select(consent => consent.Column)];
        present = Array.FindAll(all, column => column >= 0);
    }

    /// <summary>Reads the first contact; null: the file has no such columns.</summary>
    /// <param name="ownName">The name of a customer who is an individual, and so its own first contact: used where the row names none.</param>
    public Refusal? TryRead(Cells cells, string? ownName, out ContactInput? contact)
    {
        contact = null;
        if (TryReadBirthday(cells, out var born) is { } refusal)
        {
            return refusal;
        }

        var consent = consents.Length == 0 ? null : ImmutableDictionary.CreateBuilder<string, bool?>(StringComparer.Ordinal);
        foreach (var (channel, column) in consents)
        {
            if (cells.Truth(column, $"consent_{channel}", out var answer) is { } unclear)
            {
                return unclear;
            }

            consent![channel] = answer;
        }

        if (present.Length > 0)
        {
            var isNamed = ownName is not null && cells.Text(name) is null && Array.Exists(present, column => cells.Text(column) is not null);
            contact = new ContactInput
            {
                Name = isNamed ? new(ownName) : Given(name, cells.Text(name)),
                Salutation = Given(salutation, cells.Text(salutation)),
                Position = Given(position, cells.Text(position)),
                Email = Given(email, cells.Text(email)),
                Phone = Given(phone, cells.Text(phone)),
                Language = Given(language, cells.Text(language)),
                Birthday = Given(birthday, born),
                Consent = consent?.ToImmutable(),
            };
        }

        return null;
    }

    /// <summary><c>yyyy-MM-dd</c>, or <c>MM-dd</c> where the year is not known. No calendar of ours judges it: a lunar 30 February exists.</summary>
    private Refusal? TryReadBirthday(Cells cells, out BirthdayInput? born)
    {
        born = null;
        if (cells.Text(birthday) is not { } text)
        {
            return null;
        }

        var hasYear = text.Length == 10;
        var day = hasYear ? text.AsSpan(5) : text;
        if (day.Length != 5 || day[2] != '-' || (hasYear && text[4] != '-')
            || !Digits(day[..2], out var month) || !Digits(day[3..], out var number) || !Digits(hasYear ? text.AsSpan(0, 4) : "0", out var year))
        {
            return new("birthday-invalid", "birthday must look like 1990-08-15 or 08-15.", "birthday");
        }

        born = new BirthdayInput { Calendar = cells.Text(calendar), Month = month, Day = number, Year = hasYear ? year : null };
        return null;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static Optional<T> Given<T>(int column, T value) => column < 0 ? default : new(value);
}
