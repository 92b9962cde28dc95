using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Makes messages of decisions, from the facts of the moment.</summary>
public sealed class CareMessages(IMessageTemplates templates, IUnsubscribeLinks links, CareSettings settings, IBusinessClock clock)
{
    /// <summary>The message of a decision whose contact has an address; null: its template cannot be rendered.</summary>
    public OutgoingMessage? Make(CareDecision decision, CareRule rule, CareFacts facts)
    {
        var (contact, template) = (facts.Contact(decision.Key.ContactId)!, CareVariants.Template(rule, decision.Variant));
        try
        {
            // One click takes the contact off; what is no advertising has no such link.
            var unsubscribe = templates.IsCommercial(template, contact.Language) ? links.For(decision.Key) : null;
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

    private MessageFields Fields(CareDecision decision, CareRule rule, CareFacts facts, Contact contact)
    {
        var (profile, standing) = (facts.Customer.Profile, facts.Customer.Standing);
        var since = profile.CustomerSince.At(facts.Today);
        return MessageFields.For(facts.Person, contact, profile.Kind, settings.SenderName) with
        {
            Manager = standing?.Manager,
            Occasion = (rule.Date?.Names ?? Festivals.Find(rule.Occasion)?.Names)?.In(contact.Language),
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
