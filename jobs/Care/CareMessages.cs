using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Makes messages of decisions, from the facts of the moment.</summary>
internal sealed class CareMessages(IMessageTemplates templates, CareSettings settings, IBusinessClock clock)
{
    /// <summary>The message of a decision whose contact has an address; null: its template cannot be rendered.</summary>
    public OutgoingMessage? Make(CareDecision decision, CareRule rule, CareFacts facts)
    {
        var contact = facts.Contact(decision.Key.ContactId)!;
        return Render(decision, rule, facts, contact) is { } text
            ? new(
                decision.Key.MessageKey, contact.Name, CareChannels.AddressOf(contact, decision.Key.Channel)!, text,
                TimeZoneInfo.ConvertTime(clock.Now, facts.Zone))
            : null;
    }

    private RenderedText? Render(CareDecision decision, CareRule rule, CareFacts facts, Contact contact)
    {
        // An individual is its own first contact: the customer's name is the person's.
        var ownName = facts.Customer.Profile.Kind == CustomerKind.Individual && contact == facts.Person.Contacts[0] ? facts.Person.Name : null;
        try
        {
            return templates.Render(CareVariants.Template(rule, decision.Variant), contact.Language, new Dictionary<string, string?>
            {
                ["addressee"] = contact.Salutation ?? contact.Name ?? ownName,
                ["sender"] = settings.SenderName,
            });
        }
        catch (TemplateException)
        {
            return null;
        }
    }
}
