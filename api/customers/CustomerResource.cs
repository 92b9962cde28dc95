using System.Collections.Immutable;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;

namespace Lifecycle.Api.Customers;

/// <summary>A customer as clients see it: the facts in force today, and the last rating.</summary>
/// <param name="TierBy">What decides the tier: <c>points</c> of the day, the latest <c>review</c>, an <c>approval</c>, or somebody's <c>hand</c>.</param>
/// <param name="TierUntil">By hand: the last day.</param>
/// <param name="TierReason">By hand: why.</param>
/// <param name="Service">What a customer of its tier gets.</param>
public sealed record CustomerResource(
    string Id, string Name, string Kind, string? Manager, string? Region, string? Industry, DateOnly? CustomerSince,
    decimal? CreditLimit, int? CreditDays, string CreditFrom, bool CollectionDifficult, decimal? Complexity, string? TimeZone,
    ImmutableArray<string> Tags, IReadOnlyList<ContactResource> Contacts,
    string State, string Class, decimal Score, int Tier, decimal Sales, decimal Receivable, decimal Overdue, DateOnly RatedOn, DateOnly? NextReviewOn,
    string TierBy, DateOnly? TierUntil, string? TierReason, ServicePlan Service)
{
    /// <summary>From the stored state and person.</summary>
    public static CustomerResource Of(CustomerState state, Person person, DateOnly today, PolicyBook policies)
    {
        var (profile, rating) = (state.Profile, RatingSummary.Of(state.Id, state.Standing!));
        var basis = TierInForce.BasisOn(state, rating.AsOf, policies.InForceOn(today));
        return new(
            state.Id, person.Name, Word(profile.Kind), profile.Manager.At(today), profile.Region.At(today), profile.Industry,
            profile.CustomerSince.At(today),
            profile.CreditLimit.At(today) is { } limit ? Money.Amount(limit) : null,
            profile.CreditDays.At(today),
            profile.CreditFrom.At(today) == Grains.CreditFrom.MonthEnd ? "monthEnd" : "shipment",
            profile.CollectionDifficult.At(today),
            profile.Complexity.At(today) / 100m,
            profile.TimeZone, profile.Tags, [.. person.Contacts.Select(ContactResource.Of)],
            rating.State, rating.Class, rating.Score, rating.Tier, rating.Sales, rating.Receivable, rating.Overdue, rating.AsOf, rating.NextReviewOn,
            basis.Word, basis.Until, basis.Reason, policies.InForceOn(today).Document.Service.Of(rating.Tier));
    }

    /// <summary>The word of the interface for a kind.</summary>
    public static string Word(CustomerKind kind) => kind == CustomerKind.Individual ? "individual" : "enterprise";
}

/// <summary>A contact as clients see it.</summary>
/// <param name="Id">Its number at this customer, kept through every edit; sent back, it says which contact is meant.</param>
public sealed record ContactResource(
    int Id, string? Name, string? Salutation, string? Position, string? Email, string? Phone, string? WecomId, string? Language,
    IReadOnlyDictionary<string, bool> Consent, BirthdayResource? Birthday)
{
    /// <summary>From the stored contact.</summary>
    public static ContactResource Of(Contact contact) => new(
        contact.Id, contact.Name, contact.Salutation, contact.Position, contact.Email, contact.Phone, contact.WecomId, contact.Language,
        contact.Consent, contact.Birthday is { } birthday ? BirthdayResource.Of(birthday) : null);
}

/// <summary>A birthday as clients see it.</summary>
public sealed record BirthdayResource(string Calendar, int Month, int Day, int? Year, bool LeapMonth, string Feb29)
{
    /// <summary>From the stored birthday.</summary>
    public static BirthdayResource Of(Birthday birthday) => new(
        birthday.Lunar ? "lunar" : "solar", birthday.Month, birthday.Day, birthday.Year, birthday.LeapMonth, birthday.Feb29OnMarch1 ? "mar1" : "feb28");
}
