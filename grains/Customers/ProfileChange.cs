using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lifecycle.Grains;

/// <summary>New values for some of a profile's fields. Dated fields take effect on the day of the change.</summary>
public sealed record ProfileChange
{
    /// <summary>See <see cref="Profile.Kind"/>.</summary>
    public Optional<CustomerKind> Kind { get; init; }

    /// <summary>Dated. See <see cref="Profile.Manager"/>.</summary>
    public Optional<string?> Manager { get; init; }

    /// <summary>Dated. See <see cref="Profile.Region"/>.</summary>
    public Optional<string?> Region { get; init; }

    /// <summary>Dated. See <see cref="Profile.CustomerSince"/>.</summary>
    public Optional<DateOnly?> CustomerSince { get; init; }

    /// <summary>Dated, in cents. See <see cref="Profile.CreditLimit"/>.</summary>
    public Optional<long?> CreditLimit { get; init; }

    /// <summary>Dated. See <see cref="Profile.CreditDays"/>.</summary>
    public Optional<int?> CreditDays { get; init; }

    /// <summary>Dated. See <see cref="Profile.CreditFrom"/>.</summary>
    public Optional<CreditFrom> CreditFrom { get; init; }

    /// <summary>Dated. See <see cref="Profile.CollectionDifficult"/>.</summary>
    public Optional<bool> CollectionDifficult { get; init; }

    /// <summary>Dated, in hundredths of a point. See <see cref="Profile.Complexity"/>.</summary>
    public Optional<int?> Complexity { get; init; }

    /// <summary>See <see cref="Profile.Industry"/>.</summary>
    public Optional<string?> Industry { get; init; }

    /// <summary>See <see cref="Profile.TimeZone"/>.</summary>
    public Optional<string?> TimeZone { get; init; }

    /// <summary>See <see cref="Profile.Tags"/>.</summary>
    public Optional<ImmutableArray<string>> Tags { get; init; }

    /// <summary>Whether nothing is left to change.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == new ProfileChange();

    /// <summary>Only the fields that would change something, or the same change when all would.</summary>
    public ProfileChange Against(Profile profile, DateOnly on) => new()
    {
        Kind = Kind.When(v => v != profile.Kind),
        Manager = Manager.When(v => profile.Manager.WouldChange(on, v)),
        Region = Region.When(v => profile.Region.WouldChange(on, v)),
        CustomerSince = CustomerSince.When(v => profile.CustomerSince.WouldChange(on, v)),
        CreditLimit = CreditLimit.When(v => profile.CreditLimit.WouldChange(on, v)),
        CreditDays = CreditDays.When(v => profile.CreditDays.WouldChange(on, v)),
        CreditFrom = CreditFrom.When(v => profile.CreditFrom.WouldChange(on, v)),
        CollectionDifficult = CollectionDifficult.When(v => profile.CollectionDifficult.WouldChange(on, v)),
        Complexity = Complexity.When(v => profile.Complexity.WouldChange(on, v)),
        Industry = Industry.When(v => v != profile.Industry),
        TimeZone = TimeZone.When(v => v != profile.TimeZone),
        Tags = Tags.When(v => !v.SequenceEqual(profile.Tags)),
    };

    /// <summary>The profile with this change from <paramref name="on"/>.</summary>
    public Profile ApplyTo(Profile profile, DateOnly on) => profile with
    {
        Kind = Kind.Or(profile.Kind),
        Manager = Manager.IsGiven ? profile.Manager.With(on, Manager.Value) : profile.Manager,
        Region = Region.IsGiven ? profile.Region.With(on, Region.Value) : profile.Region,
        CustomerSince = CustomerSince.IsGiven ? profile.CustomerSince.With(on, CustomerSince.Value) : profile.CustomerSince,
        CreditLimit = CreditLimit.IsGiven ? profile.CreditLimit.With(on, CreditLimit.Value) : profile.CreditLimit,
        CreditDays = CreditDays.IsGiven ? profile.CreditDays.With(on, CreditDays.Value) : profile.CreditDays,
        CreditFrom = CreditFrom.IsGiven ? profile.CreditFrom.With(on, CreditFrom.Value) : profile.CreditFrom,
        CollectionDifficult = CollectionDifficult.IsGiven
            ? profile.CollectionDifficult.With(on, CollectionDifficult.Value)
            : profile.CollectionDifficult,
        Complexity = Complexity.IsGiven ? profile.Complexity.With(on, Complexity.Value) : profile.Complexity,
        Industry = Industry.Or(profile.Industry),
        TimeZone = TimeZone.Or(profile.TimeZone),
        Tags = Tags.Or(profile.Tags),
    };
}
