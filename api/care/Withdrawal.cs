using System.Collections.Immutable;
using Lifecycle.Api.Customers;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Care;

/// <summary>Takes back a contact's consent to one channel, in the name of the contact.</summary>
internal static class Withdrawal
{
    /// <summary>Who the timeline says it was.</summary>
    public const string Actor = "contact";

    // Every attempt loses only to somebody else's commit on the same customer.
    private const int MostAttempts = 20;

    private static readonly Refusal Contended = new("contention", "The customer changes too often just now; try again shortly.");

    /// <summary>Withdraws the consent, whatever else happens to the customer meanwhile. Null: it holds, or the contact is gone.</summary>
    public static async Task<Refusal?> SubmitAsync(
        Recipient recipient, ICustomers customers, ICustomerReader reader, IBusinessClock clock, NpgsqlDataSource database, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            // The version first: contacts that are newer than it fail the submission, older ones cannot be read after it.
            var version = (await reader.Find(recipient.CustomerId, ratable: null, ct))?.Version;
            var present = (await PersonReader.ReadAsync(database, recipient.CustomerId, ct)).Contacts;
            if (version is null || Without(present, recipient) is not { } contacts)
            {
                return null;
            }

            var change = new ChangeProfile(clock.Today, null, new(), new() { Contacts = contacts }, Register: false) { ExpectedVersion = version };
            var refusal = (await customers.Submit(recipient.CustomerId, change, new(Actor))).Refusal;
            if (refusal is null || refusal.Code == Customer.Unknown.Code)
            {
                return null;
            }

            if (refusal.Code != Requests.Preconditions.Failed.Code)
            {
                return refusal;
            }
        }

        return Contended;
    }

    // Null: there is nothing left to withdraw.
    private static ImmutableArray<Contact>? Without(ImmutableArray<Contact> contacts, Recipient recipient)
    {
        var contact = contacts.FirstOrDefault(c => c.Id == recipient.ContactId);
        return contact is null || contact.Consent.TryGetValue(recipient.Channel, out var given) && !given
            ? null
            : contacts.Replace(contact, contact with { Consent = contact.Consent.SetItem(recipient.Channel, false) });
    }
}
