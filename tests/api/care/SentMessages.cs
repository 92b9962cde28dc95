using System.Globalization;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Api.Care;

/// <summary>Messages that were sent, put into the ledger without a campaign, a template and a channel.</summary>
internal static class SentMessages
{
    /// <summary>The statement that writes one down.</summary>
    public static string Of(CareKey key) => string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO care_decision
            (customer_id, contact_id, occasion, occurrence, channel, message_key, outcome, occurs_on, send_after, expires_at, decided_at, sent_at)
        VALUES ('{key.CustomerId}', {key.ContactId}, '{key.Occasion}', '{key.Occurrence}', '{key.Channel}', '{key.MessageKey}', 'sent',
            '2026-06-14', '2026-06-14T00:00Z', '2026-06-15T00:00Z', '2026-06-13T00:00Z', '2026-06-14T01:00Z')
        """);
}
