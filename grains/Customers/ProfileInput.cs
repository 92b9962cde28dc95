using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Lifecycle.Grains;

/// <summary>
/// A profile as people send it: field names of the interface, amounts in currency, enumerations as words. The same
/// record is filled from JSON and from CSV; <see cref="TryRead"/> checks it and makes it a change.
/// </summary>
public sealed record ProfileInput
{
    /// <summary>How many contacts a customer may have.</summary>
    public const int MostContacts = 50;

    /// <summary>How many tags a customer may have.</summary>
    public const int MostTags = 50;

    private static readonly ImmutableDictionary<string, CustomerKind> Kinds = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal, [KeyValuePair.Create("enterprise", CustomerKind.Enterprise), new("individual", CustomerKind.Individual)]);

    private static readonly ImmutableDictionary<string, CreditFrom> Origins = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal, [KeyValuePair.Create("shipment", Grains.CreditFrom.Shipment), new("monthEnd", Grains.CreditFrom.MonthEnd)]);

    /// <summary>Required for a new customer.</summary>
    public Optional<string?> Name { get; init; }

    /// <summary><c>enterprise</c> (default) or <c>individual</c>.</summary>
    [AllowedValues("enterprise", "individual", null)]
    public Optional<string?> Kind { get; init; }

    /// <summary>Account manager.</summary>
    public Optional<string?> Manager { get; init; }

    /// <summary>Region.</summary>
    public Optional<string?> Region { get; init; }

    /// <summary>Industry.</summary>
    public Optional<string?> Industry { get; init; }

    /// <summary>Registered begin of the cooperation.</summary>
    public Optional<DateOnly?> CustomerSince { get; init; }

    /// <summary>In currency.</summary>
    public Optional<decimal?> CreditLimit { get; init; }

    /// <summary>0 to 3650; null: the default of 30.</summary>
    public Optional<int?> CreditDays { get; init; }

    /// <summary><c>shipment</c> (default) or <c>monthEnd</c>.</summary>
    [AllowedValues("shipment", "monthEnd", null)]
    public Optional<string?> CreditFrom { get; init; }

    /// <summary>The account manager's mark.</summary>
    public Optional<bool?> CollectionDifficult { get; init; }

    /// <summary>0 to 100, at most 2 decimals.</summary>
    public Optional<decimal?> Complexity { get; init; }

    /// <summary>IANA time zone.</summary>
    public Optional<string?> TimeZone { get; init; }

    /// <summary>Labels.</summary>
    public Optional<ImmutableArray<string>?> Tags { get; init; }

    /// <summary>All contacts.</summary>
    public Optional<ImmutableArray<ContactInput>?> Contacts { get; init; }

    /// <summary>The day the dated fields take effect; default today.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>Checks the input and makes it a command.</summary>
    /// <param name="replace">An absent field is cleared instead of kept.</param>
    /// <param name="firstContact">CSV only: fields of the first contact.</param>
    public Refusal? TryRead(DateOnly today, bool replace, bool register, ContactInput? firstContact, out ChangeProfile command)
    {
        command = null!;
        var input = replace ? Filled() : this;
        ContactChange? first = null;
        ImmutableArray<Contact> contacts = [];
        long limit = 0;
        var complexity = 0;
        var refusal =
            Required(input.Name, "name")
            ?? Text.Check(input.Name.Value, "name")
            ?? OneOf(input.Kind, Kinds, "kind")
            ?? Text.Check(input.Manager.Value, "manager", Text.IdLength)
            ?? Text.Check(input.Region.Value, "region")
            ?? Text.Check(input.Industry.Value, "industry")
            ?? Day(input.CustomerSince.Value, "customerSince")
            ?? (input.CreditLimit.Value is { } amount ? Money.TryCents(amount, "creditLimit", least: 0, out limit) : null)
            ?? Between(input.CreditDays.Value, 0, 3650, "creditDays")
            ?? OneOf(input.CreditFrom, Origins, "creditFrom")
            ?? (input.Complexity.Value is { } points ? Points.TryHundredths(points, "complexity", out complexity) : null)
            ?? CheckTimeZone(input.TimeZone.Value)
            ?? CheckTags(input.Tags.Value ?? [])
            ?? ContactInput.TryReadAll(input.Contacts.Value ?? [], out contacts)
            ?? firstContact?.TryReadChange(out first)
            ?? Day(input.EffectiveOn, "effectiveOn");
        if (refusal is not null)
        {
            return refusal;
        }

        command = new ChangeProfile(
            today,
            input.EffectiveOn,
            new ProfileChange
            {
                Kind = Given(input.Kind, v => Kinds.GetValueOrDefault(v ?? "enterprise")),
                Manager = input.Manager,
                Region = input.Region,
                Industry = input.Industry,
                CustomerSince = input.CustomerSince,
                CreditLimit = Given(input.CreditLimit, v => v is null ? (long?)null : limit),
                CreditDays = input.CreditDays,
                CreditFrom = Given(input.CreditFrom, v => Origins.GetValueOrDefault(v ?? "shipment")),
                CollectionDifficult = Given(input.CollectionDifficult, v => v ?? false),
                Complexity = Given(input.Complexity, v => v is null ? (int?)null : complexity),
                TimeZone = input.TimeZone,
                Tags = Given(input.Tags, v => (v ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray()),
            },
            new PersonChange
            {
                Name = Given(input.Name, v => v!),
                Contacts = Given(input.Contacts, _ => contacts),
                FirstContact = first,
            },
            register);
        return null;
    }

    /// <summary>Every absent field as given and empty.</summary>
    private ProfileInput Filled() => this with
    {
        Name = new(Name.Value),
        Kind = new(Kind.Value),
        Manager = new(Manager.Value),
        Region = new(Region.Value),
        Industry = new(Industry.Value),
        CustomerSince = new(CustomerSince.Value),
        CreditLimit = new(CreditLimit.Value),
        CreditDays = new(CreditDays.Value),
        CreditFrom = new(CreditFrom.Value),
        CollectionDifficult = new(CollectionDifficult.Value),
        Complexity = new(Complexity.Value),
        TimeZone = new(TimeZone.Value),
        Tags = new(Tags.Value),
        Contacts = new(Contacts.Value),
    };

    private static Optional<TTo> Given<TFrom, TTo>(Optional<TFrom> field, Func<TFrom, TTo> convert) =>
        field.IsGiven ? new(convert(field.Value)) : default;

    private static Refusal? Required(Optional<string?> value, string field) =>
        value is { IsGiven: true, Value: null } ? new("required", $"{field} is required.", field) : null;

    private static Refusal? OneOf<T>(Optional<string?> value, ImmutableDictionary<string, T> words, string field) =>
        value.Value is { } word && !words.ContainsKey(word)
            ? new("unknown-word", $"{field} must be one of {string.Join(", ", words.Keys.Order(StringComparer.Ordinal))}.", field)
            : null;

    private static Refusal? Between(int? value, int least, int most, string field) =>
        value < least || value > most ? new("number-out-of-range", $"{field} must lie between {least} and {most}.", field) : null;

    private static Refusal? Day(DateOnly? value, string field) =>
        value < Days.Earliest || value > Days.Latest
            ? new("date-out-of-range", $"{field} must lie between {Days.Earliest:yyyy-MM-dd} and {Days.Latest:yyyy-MM-dd}.", field)
            : null;

    private static Refusal? CheckTimeZone(string? id) =>
        id is not null && (Text.CheckId(id, "timeZone") is not null || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out _))
            ? new("unknown-time-zone", "timeZone must be an IANA time zone such as Asia/Shanghai.", "timeZone")
            : null;

    private static Refusal? CheckTags(ImmutableArray<string> tags) =>
        tags.Length > MostTags
            ? new("too-many", $"A customer has at most {MostTags} tags.", "tags")
            : tags.Select(tag => tag is null ? new Refusal("required", "A tag is text.", "tags") : Text.Check(tag, "tags", Text.IdLength))
                .FirstOrDefault(refusal => refusal is not null);
}
