using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// Decides about messages. The same function plans ahead, rehearses, and looks again at the moment of sending: until a message has left or
/// its day is over, its decision is what the facts say now.
/// </summary>
public static class CareDeciding
{
    /// <summary>Days overdue from which on nobody gets advertising.</summary>
    public const int LongOverdue = 30;

    private const string TooLate = "too-late";

    // Whoever resumes a campaign need not touch its messages: they look again by themselves.
    private static readonly TimeSpan PausedLook = TimeSpan.FromMinutes(10);

    /// <summary>The decision that the facts lead to.</summary>
    /// <param name="before">What was decided earlier, if anything.</param>
    /// <exception cref="ArgumentException">There is nothing to decide about, and there never was.</exception>
    public static CareDecision Decide(CareKey key, CareFacts facts, CareProgramme programme, DateTimeOffset now, CareDecision? before)
    {
        var (contact, rule) = (facts.Contact(key.ContactId), programme.Find(key));
        var moment = contact is null || rule is null ? null : Occurrences.Moment(rule, facts, contact, key.Occurrence);
        if (contact is null || moment is null || WhyNot(key, rule!, facts, contact) is not null)
        {
            return before is null
                ? throw new ArgumentException("There is nothing to decide about.", nameof(key))
                : IsOver(key, rule, before, now) ? before with { Outcome = CareOutcome.Expired, Reason = TooLate, LookAgain = null }
                : before with { Outcome = CareOutcome.Cancelled, Reason = Gone(key, rule, facts, contact), LookAgain = null };
        }

        var (outcome, reason, again) = Outcome(key, rule!, facts, contact, moment, programme, now, before);
        return new(key, outcome, reason, moment.On, moment.Opens, moment.Ends) { LookAgain = again, Variant = CareVariants.Of(rule!, key, before?.Variant) };
    }

    /// <summary>What is to be written down: a new decision, or another than before; null: nothing.</summary>
    public static CareDecision? Review(CareKey key, CareFacts facts, CareProgramme programme, DateTimeOffset now, CareDecision? before)
    {
        if (before?.IsFinal == true)
        {
            return null;
        }

        // What was not to be sent stays as it was decided once it is too late: "expired" are those that could have been.
        var fresh = Decide(key, facts, programme, now, before);
        var isOver = before?.IsWaiting == false && (now >= fresh.ExpiresAt || fresh.Outcome == CareOutcome.Expired);
        return isOver || before?.SaysTheSameAs(fresh) == true ? null : fresh;
    }

    /// <summary>The decisions to write down for a customer, under some rules: occasions from one day to another that have none, or another now.</summary>
    public static ImmutableArray<CareDecision> Plan(
        CareFacts facts, CareProgramme programme, IEnumerable<CareRule> rules, DateOnly from, DateOnly to, DateTimeOffset now)
    {
        var plan = ImmutableArray.CreateBuilder<CareDecision>();
        var decided = facts.Decided;
        foreach (var key in rules.Where(r => r.IsOn && r.Audience.Includes(facts.Customer)).SelectMany(rule => Keys(rule, facts, from, to)))
        {
            if (Review(key, facts, programme, now, decided.GetValueOrDefault(key)) is { } decision)
            {
                plan.Add(decision);

                // The next one counts this one, too.
                decided = new Dictionary<CareKey, CareDecision>(decided) { [key] = decision };
                facts = facts with { Decided = decided };
            }
        }

        return plan.ToImmutable();
    }

    /// <summary>What a rule has to decide about between two days.</summary>
    private static IEnumerable<CareKey> Keys(CareRule rule, CareFacts facts, DateOnly from, DateOnly to) =>
        rule.Audience.Of(facts.Person).SelectMany(contact => Occurrences.Between(rule, facts, contact, from, to).SelectMany(o =>
            rule.Channels.Select(channel => new CareKey(facts.Customer.Id, contact.Id, rule.Occasion, o.Occurrence, channel))));

    // In this order, so that "expired" counts only what could have been sent, and "capped" only what nothing else keeps back.
    private static (CareOutcome Outcome, string? Reason, DateTimeOffset? Again) Outcome(
        CareKey key, CareRule rule, CareFacts facts, Contact contact, CareMoment moment, CareProgramme programme, DateTimeOffset now, CareDecision? before)
    {
        if (key.Channel != CareChannels.Task)
        {
            var consents = contact.Consent.TryGetValue(key.Channel, out var given) ? given : (bool?)null;
            if (consents == false)
            {
                return (CareOutcome.OptedOut, "consent-refused", null);
            }

            if (rule.IsCommercial && consents is null)
            {
                return (CareOutcome.NoConsent, "consent-missing", null);
            }

            if (CareChannels.AddressOf(contact, key.Channel) is null)
            {
                return (CareOutcome.NoAddress, $"no-{(key.Channel == CareChannels.Sms ? "phone" : key.Channel)}", null);
            }
        }

        return Muted(rule, facts) is { } muted ? (CareOutcome.Muted, muted, null)
            : now >= moment.Closes ? (CareOutcome.Expired, TooLate, null)
            : FrequencyCap.Reached(key, now > moment.Opens ? now : moment.Opens, facts, programme, now) ? (CareOutcome.Capped, "monthly-cap", null)
            : Waiting(rule, facts, moment, now, before);
    }

    private static string? Muted(CareRule rule, CareFacts facts) =>
        rule.IsCheerful && facts.Customer.HasOpenComplaint ? "open-complaint"
        : !rule.IsCommercial ? null
        : facts.Customer.Standing is { State: "problem" } ? "problem"
        : facts.OverdueDays >= LongOverdue ? "overdue"
        : null;

    private static (CareOutcome Outcome, string? Reason, DateTimeOffset? Again) Waiting(
        CareRule rule, CareFacts facts, CareMoment moment, DateTimeOffset now, CareDecision? before)
    {
        if (now < moment.Opens)
        {
            return (CareOutcome.Scheduled, null, null);
        }

        if (rule.IsPaused)
        {
            return (CareOutcome.Held, "paused", Earlier(now + PausedLook, moment.Closes));
        }

        var next = SendingDay.Next(now, facts.Zone);
        return next > now ? (CareOutcome.Held, "quiet-hours", next)
            : before is { Outcome: CareOutcome.Held, Reason: CareDecision.Retry or CareDecision.Rate } && before.LookAgain > now
                ? (CareOutcome.Held, before.Reason, before.LookAgain)
            : (CareOutcome.Scheduled, null, null);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static string? WhyNot(CareKey key, CareRule rule, CareFacts facts, Contact contact) =>
        !rule.IsOn || !rule.Channels.Contains(key.Channel) ? "occasion-off"
        : !rule.Audience.Includes(facts.Customer) || !rule.Audience.Of(facts.Person).Contains(contact) ? "left-audience"
        : null;

    // A campaign leaves the programme some time after its last day; what still waits for it then was not called off.
    private static bool IsOver(CareKey key, CareRule? rule, CareDecision before, DateTimeOffset now) =>
        rule is null && key.Occasion == Occasions.Campaign && now >= before.ExpiresAt;

    private static string Gone(CareKey key, CareRule? rule, CareFacts facts, Contact? contact) =>
        contact is null ? "no-contact"
        : rule is null ? key.Occasion == Occasions.Campaign ? "campaign-cancelled" : "occasion-off"
        : WhyNot(key, rule, facts, contact) ?? (key.Occasion == Occasions.Birthday ? "no-birthday" : "no-occasion");
}
