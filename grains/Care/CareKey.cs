using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lifecycle.Grains;

/// <summary>What is decided exactly once: a contact, an occasion, which time it occurs, and a channel. Names nobody.</summary>
/// <param name="ContactId">The contact's number at this customer.</param>
/// <param name="Occasion">One of <see cref="Occasions"/>.</param>
/// <param name="Occurrence">The year of the occasion's own calendar, a day, an ordinal, or the campaign.</param>
/// <param name="Channel">One of <see cref="CareChannels"/>.</param>
public sealed record CareKey(string CustomerId, int ContactId, string Occasion, string Occurrence, string Channel)
{
    /// <summary>The birthday greeting of a solar year.</summary>
    public static CareKey Birthday(string customerId, int contactId, int year) =>
        new(customerId, contactId, Occasions.Birthday, year.ToString(CultureInfo.InvariantCulture), CareChannels.Email);

    /// <summary>The key of the message that this decision leads to: always the same, and telling nothing of the customer.</summary>
    public string MessageKey
    {
        get
        {
            // Lengths keep ("a", "bc") and ("ab", "c") apart.
            string[] parts = [CustomerId, ContactId.ToString(CultureInfo.InvariantCulture), Occasion, Occurrence, Channel];
            var text = string.Concat(parts.Select(part => $"{part.Length}:{part}"));
            return $"{Occasion}-{Occurrence}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}";
        }
    }
}

/// <summary>How a message travels.</summary>
public static class CareChannels
{
    /// <summary>E-mail.</summary>
    public const string Email = "email";

    /// <summary>A text message to the contact's telephone, through a gateway.</summary>
    public const string Sms = "sms";

    /// <summary>A WeCom message to the contact's WeCom id, through a gateway.</summary>
    public const string Wecom = "wecom";

    /// <summary>A to-do of the account manager instead of a message.</summary>
    public const string Task = "task";

    /// <summary>Every channel.</summary>
    public static IReadOnlyList<string> All { get; } = [Email, Sms, Wecom, Task];

    /// <summary>Where a channel finds a contact; null: nowhere. A to-do goes to the account manager and needs no address.</summary>
    public static string? AddressOf(Contact contact, string channel) => channel switch
    {
        Email => contact.Email,
        Sms => contact.Phone,
        Wecom => contact.WecomId,
        _ => null,
    };
}
