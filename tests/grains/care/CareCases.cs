using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care;

/// <summary>Facts and programmes to decide about.</summary>
internal static class CareCases
{
    public static TimeZoneInfo Shanghai { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static Contact Li { get; } = Contact.Empty with
    {
        Id = 1, Name = "Li Na", Email = "li@example.com", Phone = "+8613800000000", Birthday = new(false, 6, 15, 1980, false, false),
    };

    /// <summary>A campaign of 15 June 2026 to everybody, by e-mail.</summary>
    public static CareRule Campaign { get; } = new()
    {
        Occasion = Occasions.Campaign, Campaign = "summer", Template = "campaign", IsCommercial = true,
        Days = new(new(2026, 6, 15), new(2026, 6, 15)), At = new(10, 0),
    };

    public static CareKey CampaignKey { get; } = new("c", 1, Occasions.Campaign, "summer", CareChannels.Email);

    public static CareKey BirthdayKey { get; } = CareKey.Birthday("c", 1, 2026);

    public static CareProgramme Programme(params CareRule[] rules) => new([CareRules.Default(Occasions.Birthday), .. rules], CareProgramme.DefaultCap);

    public static CareFacts Facts(params Contact[] contacts) => FactsOf(Standing("mature.normal"), contacts);

    public static CareFacts FactsOf(Standing? standing, params Contact[] contacts) => new(
        new CustomerState("c") { IsRegistered = true, Version = 1, Standing = standing },
        new Person("Acme", [.. contacts]), Shanghai, new(2026, 6, 15), new Dictionary<CareKey, CareDecision>());

    public static CareFacts With(this CareFacts facts, params CareDecision[] decided) => facts with { Decided = decided.ToDictionary(d => d.Key) };

    public static CareFacts Complaining(this CareFacts facts) => facts with
    {
        Customer = facts.Customer with { Complaints = new([new(Guid.Empty, new(2026, 7, 1), ComplaintStatus.Received, null, 0)]) },
    };

    public static Contact Agreeing(this Contact contact, bool? agrees, string channel = CareChannels.Email) =>
        agrees is { } given ? contact with { Consent = contact.Consent.SetItem(channel, given) } : contact;

    public static Standing Standing(string @class, int tier = 3, long sales = 100_00, long receivable = 0, string? manager = null, string? region = null) =>
        new(new(2026, 6, 15), null, 1, @class, 5000, tier, tier, sales, receivable, 0, manager, region);

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant);
}
