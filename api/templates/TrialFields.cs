using Lifecycle.Api.Customers;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Templates;

/// <summary>Fills the fields of a template from a real customer, today.</summary>
internal sealed class TrialFields(ICustomerReader customers, NpgsqlDataSource database, IBusinessClock clock, TemplateSettings settings)
{
    /// <summary>Leads nowhere: whoever gets a test unsubscribes nobody.</summary>
    public static readonly Uri Unsubscribe = new("https://unsubscribe.invalid/test");

    /// <summary>The fields, and the language of the contact.</summary>
    /// <exception cref="RefusedException">There is no such customer or contact.</exception>
    public async Task<(MessageFields Fields, string? Language)> OfAsync(string customerId, int? contactId, string? occasion, string template, CancellationToken ct)
    {
        if ((Text.CheckId(customerId, "customerId") ?? Text.Check(occasion, "occasion")) is { } unfit)
        {
            throw new RefusedException(unfit);
        }

        var state = await customers.Find(customerId, ratable: null, ct) ?? throw new RefusedException(Customer.Unknown);
        var person = await PersonReader.ReadAsync(database, customerId, ct);
        var contact = contactId is null ? person.Contacts.FirstOrDefault() : person.Contacts.FirstOrDefault(c => c.Id == contactId)
            ?? throw new RefusedException(new("contact-not-found", "The customer has no contact of this number.", "contact"));
        var (today, profile, standing) = (clock.Today, state.Profile, state.Standing);
        var since = profile.CustomerSince.At(today);
        return (
            MessageFields.For(person, contact, profile.Kind, settings.SenderName) with
            {
                Manager = profile.Manager.At(today),
                Occasion = occasion ?? ExampleOf(template, contact?.Language),
                OccursOn = today,
                CustomerSince = since,
                AnniversaryYears = since is { } begun && begun.Year < today.Year ? today.Year - begun.Year : null,
                State = standing?.State,
                Tier = standing?.Tier,
                Sales = standing?.Sales,
                Receivable = standing?.Receivable,
                Overdue = standing?.Overdue,
            },
            contact?.Language);
    }

    // Whoever sends it says what it is called; here nobody does.
    private static string ExampleOf(string template, string? language) => (template, language?.Split('-')[0] == "en") switch
    {
        ("festival", true) => "Spring Festival",
        ("festival", false) => "春节",
        ("campaign", true) => "New products of the season",
        ("campaign", false) => "新品推介",
        _ => template,
    };
}
