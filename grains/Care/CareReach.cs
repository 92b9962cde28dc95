namespace Lifecycle.Grains;

/// <summary>Whom a rule can reach as things are, whatever the day brings: what the calendar expects.</summary>
public static class CareReach
{
    /// <summary>Whether at least one way of a rule leads to a contact that does not mind.</summary>
    public static bool Reaches(CareRule rule, Contact contact) => rule.Channels.Any(channel =>
        channel == CareChannels.Task
        || (CareChannels.AddressOf(contact, channel) is not null
            && (contact.Consent.TryGetValue(channel, out var consents) ? consents : !rule.IsCommercial)));
}
