using System.Collections.Immutable;
using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>
/// Decides about birthday greetings. The same function plans ahead and looks again at the moment of sending: until a
/// message has left or its day is over, its decision is what the facts say now.
/// </summary>
public static class Greetings
{
    /// <summary>The decision that the facts lead to.</summary>
    /// <param name="contact">The contact as it is now; null: it is gone.</param>
    /// <param name="zone">The customer's time zone.</param>
    /// <param name="before">What was decided earlier, if anything.</param>
    public static CareDecision Decide(CareKey key, Contact? contact, TimeZoneInfo zone, DateTimeOffset now, CareDecision? before = null)
    {
        // Lunar birthdays are not greeted yet; one that took a solar one's place leaves nothing to send.
        if (contact?.Birthday is not { Lunar: false } birthday)
        {
            return before is null
                ? throw new ArgumentException("There is no birthday to decide about.", nameof(contact))
                : before with { Outcome = CareOutcome.Cancelled, Reason = contact is null ? "no-contact" : "no-birthday" };
        }

        var on = Birthdays.On(birthday, int.Parse(key.Occurrence, CultureInfo.InvariantCulture));
        var day = SendingDay.Of(on, zone);

        // In this order, so that "expired" counts only what could have been sent.
        var (outcome, reason) =
            contact.Consent.TryGetValue(key.Channel, out var consents) && !consents ? (CareOutcome.OptedOut, "consent-refused")
            : contact.Email is null ? (CareOutcome.NoAddress, "no-email")
            : now >= day.Closes ? (CareOutcome.Expired, "too-late")
            : (CareOutcome.Scheduled, (string?)null);
        return new(key, outcome, reason, on, day.Opens, day.Ends);
    }

    /// <summary>What is to be written down: a new decision, or another than before; null: nothing.</summary>
    public static CareDecision? Review(CareKey key, Contact contact, TimeZoneInfo zone, DateTimeOffset now, CareDecision? before)
    {
        if (before is null)
        {
            return Decide(key, contact, zone, now);
        }

        if (before.IsFinal)
        {
            return null;
        }

        // What was not to be sent on a day that is over stays as it was decided then.
        var fresh = Decide(key, contact, zone, now, before);
        var isOver = now >= fresh.ExpiresAt && before.Outcome != CareOutcome.Scheduled;
        return isOver || fresh == before ? null : fresh;
    }

    /// <summary>The decisions to write down for a customer: birthdays from one day to another that have none, or another now.</summary>
    public static ImmutableArray<CareDecision> Plan(
        string customerId, ImmutableArray<Contact> contacts, TimeZoneInfo zone, DateOnly from, DateOnly to, DateTimeOffset now,
        IReadOnlyDictionary<CareKey, CareDecision> decided)
    {
        var plan = ImmutableArray.CreateBuilder<CareDecision>();
        foreach (var contact in contacts.Where(c => c.Birthday is { Lunar: false }))
        {
            for (var year = from.Year; year <= to.Year; year++)
            {
                var key = CareKey.Birthday(customerId, contact.Id, year);
                if (Birthdays.On(contact.Birthday!, year) is var on && on >= from && on <= to
                    && Review(key, contact, zone, now, decided.GetValueOrDefault(key)) is { } decision)
                {
                    plan.Add(decision);
                }
            }
        }

        return plan.ToImmutable();
    }
}
