using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lifecycle.Grains;

/// <summary>Events as (type, JSON) for the event table, and back. Postings have a table of their own.</summary>
public static class EventCodec
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new OptionalConverter() },
    };

    /// <summary>The stored type and payload of an event, or null for one that a table of its own stores.</summary>
    public static (string Type, string Payload)? Encode(CustomerEvent happened) => happened switch
    {
        CustomerRegistered => ("registered", "{}"),
        ProfileChanged e => ("profile-changed", JsonSerializer.Serialize(e, Options)),
        PersonChanged => ("person-changed", "{}"),
        EvaluationRecorded e => ("evaluation-recorded", JsonSerializer.Serialize(e, Options)),
        ImportUndone e => ("import-undone", JsonSerializer.Serialize(new StoredUndo(e.Import, e.IsGone), Options)),
        AlertAcknowledged e => ("alert-acknowledged", JsonSerializer.Serialize(new StoredAlert(e.Kind.Word(), e.Number), Options)),
        AlertEscalated e => ("alert-escalated", JsonSerializer.Serialize(StoredEscalation.Of(e), Options)),
        TierEvent e => TierCodec.Encode(e),
        PostingAccepted or PostingReversed => null,
        ComplaintEvent e => ComplaintCodec.Encode(e),
        _ => throw new InvalidOperationException($"No stored form for {happened.GetType().Name}."),
    };

    /// <summary>The event of a stored row, or null where only the erasable table knows what changed.</summary>
    /// <exception cref="InvalidDataException">The row is none of ours.</exception>
    public static CustomerEvent? Decode(string type, string payload) => type switch
    {
        "registered" => new CustomerRegistered(),
        "profile-changed" => JsonSerializer.Deserialize<ProfileChanged>(payload, Options),
        "person-changed" => null,
        "evaluation-recorded" => JsonSerializer.Deserialize<EvaluationRecorded>(payload, Options),
        "import-undone" => JsonSerializer.Deserialize<StoredUndo>(payload, Options)!.Undone(),
        "alert-acknowledged" => JsonSerializer.Deserialize<StoredAlert>(payload, Options)!.Acknowledged(),
        "alert-escalated" => JsonSerializer.Deserialize<StoredEscalation>(payload, Options)!.Escalated(),
        _ when type.StartsWith(TierCodec.Prefix, StringComparison.Ordinal) => TierCodec.Decode(type, payload),
        _ when type.StartsWith(ComplaintCodec.Prefix, StringComparison.Ordinal) => ComplaintCodec.Decode(type, payload),
        _ => throw new InvalidDataException($"An event of the unknown type {type}."),
    };

    /// <summary>Contacts as JSON for the erasable table.</summary>
    public static string EncodeContacts(ImmutableArray<Contact> contacts) => JsonSerializer.Serialize(contacts, Options);

    /// <summary>Contacts from the erasable table.</summary>
    public static ImmutableArray<Contact> DecodeContacts(string json) =>
        [.. JsonSerializer.Deserialize<Contact[]>(json, Options)!.Select(c => c with { Consent = c.Consent ?? Contact.Empty.Consent })];

    /// <summary>An undoing without its result, which the history gives.</summary>
    private sealed record StoredUndo(Guid Import, bool IsGone)
    {
        public ImportUndone Undone() => new(Import, IsGone, Profile.Empty, Evaluations.None);
    }

    /// <summary>An alert by the word for its kind, which the timeline shows as it is.</summary>
    private sealed record StoredAlert(string Kind, long Number)
    {
        public AlertAcknowledged Acknowledged() => new(AlertWords.ToKind(Kind), Number);
    }

    /// <summary>An escalation, in the words of the timeline.</summary>
    private sealed record StoredEscalation(string Kind, long Number, DateOnly On, string? To)
    {
        public static StoredEscalation Of(AlertEscalated e) => new(e.Kind.Word(), e.Number, e.Escalation.On, e.Escalation.To);

        public AlertEscalated Escalated() => new(AlertWords.ToKind(Kind), Number, new(On, To));
    }
}
