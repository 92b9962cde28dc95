using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Makes messages of decisions, from the facts of the moment.</summary>
public sealed class CareMessages(IMessageTemplates templates, IUnsubscribeLinks links, CareSettings settings, IBusinessClock clock) : ICareSamples
{
    /// <summary>The message of a decision whose contact has an address; null: its template cannot be rendered.</summary>
    public OutgoingMessage? Make(CareDecision decision, CareRule rule, CareFacts facts)
    {
        var (contact, template) = (facts.Contact(decision.Key.ContactId)!, CareVariants.Template(rule, decision.Variant));
        try
        {
            // Checked when the rule was set, but templates are edited later, and each language by itself.
            if (templates.IsCommercial(template, contact.Language) != rule.IsCommercial)
            {
                return null;
            }

            // One click takes the contact off; what is no advertising has no such link.
            var unsubscribe = rule.IsCommercial ? links.For(decision.Key) : null;
            var fields = Fields(decision, rule, facts, contact) with { UnsubscribeUrl = unsubscribe?.AbsoluteUri };
            return new(
                decision.Key.MessageKey, contact.Name, CareChannels.AddressOf(contact, decision.Key.Channel)!,
                templates.Render(template, contact.Language, fields.ToDictionary()), TimeZoneInfo.ConvertTime(clock.Now, facts.Zone))
            {
                Unsubscribe = unsubscribe,
            };
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    /// <summary>A planned decision once its text was tried: a template that is broken is found out now, not at eight in the morning of the day.</summary>
    public CareDecision Tried(CareDecision decision, CareRule rule, CareFacts facts) =>
        decision.IsWaiting && decision.Key.Channel != CareChannels.Task && Make(decision, rule, facts) is null
            ? decision with { Outcome = CareOutcome.TemplateError, Reason = null, LookAgain = null }
            : decision;

    /// <inheritdoc/>
    public RenderedText? Render(CareDecision decision, CareRule rule, CareFacts facts) => Make(decision, rule, facts)?.Text;

    private MessageFields Fields(CareDecision decision, CareRule rule, CareFacts facts, Contact contact)
    {
        var (profile, standing) = (facts.Customer.Profile, facts.Customer.Standing);
        var since = profile.CustomerSince.At(facts.Today);
        return MessageFields.For(facts.Person, contact, profile.Kind, settings.SenderName) with
        {
            Manager = standing?.Manager,
            Occasion = rule.Name ?? rule.OccasionNames()?.In(contact.Language),
            OccursOn = decision.OccursOn,
            AnniversaryYears = rule.Occasion == Occasions.Anniversary && since is { } begun ? decision.OccursOn.Year - begun.Year : null,
            CustomerSince = since,
            State = standing?.State,
            Tier = standing?.Tier,
            PreviousTier = rule.Occasion == Occasions.Tier && int.TryParse(facts.Customer.Alerts.Current(AlertKind.TierChanged)?.From, out var before) ? before : null,
            Sales = standing?.Sales,
            Receivable = standing?.Receivable,
            Overdue = standing?.Overdue,
        };
    }
}
