using Lifecycle.Grains;
using Lifecycle.Silo.Demo;
using Lifecycle.Tests.Grains;

namespace Lifecycle.Tests.Silo.Demo;

/// <summary>Managers, regions, contacts and birthdays: everything that care and ownership have to tell apart occurs.</summary>
public sealed class DemoPeopleTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");

    private static readonly List<ChangeProfile> Registrations =
        [.. DemoPortfolio.Generate(Today).Select(c => (ChangeProfile)c.Commands(Today)[0])];

    private static readonly List<Contact> Contacts = [.. Registrations.SelectMany(r => r.Person.Contacts.Value)];

    [Fact]
    public void Several_managers_and_regions_and_a_few_customers_without()
    {
        Assert.InRange(Parts(r => r.Change.Manager.Value), 9, 10);
        Assert.Equal(8, Parts(r => r.Change.Region.Value));
        Assert.Contains(Registrations, r => r.Change.Manager.Value is null);
        Assert.InRange(Registrations.Count(r => r.Change.CreditFrom.Value == CreditFrom.MonthEnd), 200, 600);
        Assert.InRange(Registrations.Count(r => r.Change.Kind.Value == CustomerKind.Individual), 50, 300);

        static int Parts(Func<ChangeProfile, string?> key) => Registrations.Select(key).Distinct().Count();
    }

    [Fact]
    public void Consent_is_given_refused_and_never_asked_and_addresses_lead_nowhere()
    {
        foreach (var channel in (string[])["email", "sms", "wecom"])
        {
            Assert.Contains(Contacts, c => c.Consent.TryGetValue(channel, out var given) && given);
            Assert.Contains(Contacts, c => c.Consent.TryGetValue(channel, out var given) && !given);
            Assert.Contains(Contacts, c => !c.Consent.ContainsKey(channel));
        }

        Assert.Contains(Contacts, c => c.Email is null);
        Assert.All(Contacts, c => Assert.Matches("^$|^[a-z.0-9]+@example[.](com|cn)$", c.Email ?? ""));
        Assert.Equal(["en", "zh-CN"], Contacts.Select(c => c.Language).OfType<string>().Distinct().Order());
    }

    [Theory]
    [InlineData("2026-06-15")]
    [InlineData("2024-02-29")]
    [InlineData("2025-12-31")]
    public void Birthdays_of_every_kind(string day)
    {
        var today = Make.Day(day);
        var birthdays = DemoPortfolio.Generate(today)
            .SelectMany(c => ((ChangeProfile)c.Commands(today)[0]).Person.Contacts.Value).Select(c => c.Birthday).OfType<Birthday>().ToList();
        Assert.InRange(birthdays.Count(b => !b.Lunar && (b.Month, b.Day) == (today.Month, today.Day)), 5, 40);
        Assert.InRange(birthdays.Count(b => !b.Lunar && Ahead(b) is > 0 and <= 7), 20, 120);
        Assert.InRange(birthdays.Count(b => b is { Lunar: false, Month: 2, Day: 29 }), 5, 40);
        Assert.InRange(birthdays.Count(b => b is { LeapMonth: true }), 5, 20);
        Assert.InRange(birthdays.Count(b => b.Lunar), 100, 400);
        Assert.Contains(birthdays, b => b.Year is null);

        int Ahead(Birthday b) => Enumerable.Range(0, 8).FirstOrDefault(n => today.AddDays(n) is var d && (d.Month, d.Day) == (b.Month, b.Day));
    }
}
