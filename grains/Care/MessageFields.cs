using System.Collections.Frozen;

namespace Lifecycle.Grains;

/// <summary>
/// Every field that a template may name, whatever it is for; null is a field without a value. What is added here is added to
/// docs/templates.md as well.
/// </summary>
public sealed record MessageFields
{
    private static readonly (string Name, FieldKind Kind, Func<MessageFields, FieldValue?> Value)[] All =
    [
        ("addressee", FieldKind.Text, f => Text(f.Addressee)),
        ("sender", FieldKind.Text, f => Text(f.Sender)),
        ("customerName", FieldKind.Text, f => Text(f.CustomerName)),
        ("contactName", FieldKind.Text, f => Text(f.ContactName)),
        ("manager", FieldKind.Text, f => Text(f.Manager)),
        ("occasion", FieldKind.Text, f => Text(f.Occasion)),
        ("occursOn", FieldKind.Date, f => Day(f.OccursOn)),
        ("anniversaryYears", FieldKind.Integer, f => Number(f.AnniversaryYears)),
        ("customerSince", FieldKind.Date, f => Day(f.CustomerSince)),
        ("state", FieldKind.Text, f => Text(f.State)),
        ("tier", FieldKind.Integer, f => Number(f.Tier)),
        ("previousTier", FieldKind.Integer, f => Number(f.PreviousTier)),
        ("sales", FieldKind.Money, f => Amount(f.Sales)),
        ("receivable", FieldKind.Money, f => Amount(f.Receivable)),
        ("overdue", FieldKind.Money, f => Amount(f.Overdue)),
        (Unsubscribe, FieldKind.Text, f => Text(f.UnsubscribeUrl)),
    ];

    /// <summary>The field that every commercial template names, and no other may.</summary>
    public const string Unsubscribe = "unsubscribeUrl";

    /// <summary>What there is, by name.</summary>
    public static FrozenDictionary<string, FieldKind> Kinds { get; } = All.ToFrozenDictionary(field => field.Name, field => field.Kind, StringComparer.Ordinal);

    /// <summary>A message with a value in every field: for trying a template out.</summary>
    public static MessageFields Sample { get; } = new()
    {
        Addressee = "王总",
        Sender = "Lifecycle",
        CustomerName = "长青贸易有限公司",
        ContactName = "王建国",
        Manager = "li.na",
        Occasion = "春节",
        OccursOn = new(2026, 2, 17),
        AnniversaryYears = 10,
        CustomerSince = new(2016, 2, 17),
        State = "mature",
        Tier = 2,
        PreviousTier = 3,
        Sales = 3_820_000,
        Receivable = 1_200_050,
        Overdue = 99,
        UnsubscribeUrl = "https://unsubscribe.invalid/sample",
    };

    /// <summary>How the contact is spoken to: 王总, <em>Ms Smith</em>, or a name.</summary>
    public string? Addressee { get; init; }

    /// <summary>Who signs.</summary>
    public required string Sender { get; init; }

    /// <summary>The customer's name.</summary>
    public string? CustomerName { get; init; }

    /// <summary>The contact's name, for messages about it.</summary>
    public string? ContactName { get; init; }

    /// <summary>The account manager.</summary>
    public string? Manager { get; init; }

    /// <summary>What is celebrated or announced, in the language of the message.</summary>
    public string? Occasion { get; init; }

    /// <summary>The day of the occasion.</summary>
    public DateOnly? OccursOn { get; init; }

    /// <summary>How many years of cooperation the occasion completes.</summary>
    public int? AnniversaryYears { get; init; }

    /// <summary>The registered begin of the cooperation.</summary>
    public DateOnly? CustomerSince { get; init; }

    /// <summary>The customer's state, in the word of the interface.</summary>
    public string? State { get; init; }

    /// <summary>The service tier in force, 1 (best) to 4.</summary>
    public int? Tier { get; init; }

    /// <summary>The tier before, where the message is about its change.</summary>
    public int? PreviousTier { get; init; }

    /// <summary>In the policy's window, in cents.</summary>
    public long? Sales { get; init; }

    /// <summary>In cents.</summary>
    public long? Receivable { get; init; }

    /// <summary>In cents.</summary>
    public long? Overdue { get; init; }

    /// <summary>Where the contact takes itself off this kind of message; set in commercial messages, and only there.</summary>
    public string? UnsubscribeUrl { get; init; }

    /// <summary>What is known of a message by whom it is for.</summary>
    /// <param name="contact">Null: the customer has none.</param>
    public static MessageFields For(Person person, Contact? contact, CustomerKind kind, string sender)
    {
        // An individual is its own first contact: the customer's name is the person's.
        var isItself = kind == CustomerKind.Individual && (contact is null || contact == person.Contacts[0]);
        return new()
        {
            Addressee = contact?.Salutation ?? contact?.Name ?? (isItself ? person.Name : null),
            Sender = sender,
            CustomerName = person.Name,
            ContactName = contact?.Name ?? (isItself ? person.Name : null),
        };
    }

    /// <summary>Every field with its value, for <see cref="IMessageTemplates.Render"/>.</summary>
    public IReadOnlyDictionary<string, FieldValue?> ToDictionary() =>
        All.ToDictionary(field => field.Name, field => field.Value(this), StringComparer.Ordinal);

    private static TextValue? Text(string? text) => string.IsNullOrEmpty(text) ? null : new(text);

    private static DateValue? Day(DateOnly? day) => day is { } known ? new(known) : null;

    private static IntegerValue? Number(int? number) => number is { } known ? new(known) : null;

    private static MoneyValue? Amount(long? cents) => cents is { } known ? new(known) : null;
}
