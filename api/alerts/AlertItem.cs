using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Grains;

namespace Lifecycle.Api.Alerts;

/// <summary>An alert as clients see it.</summary>
/// <param name="From">Where a change began: a state, a tier; for an order gap the day of the last shipment; for complaints the last day on which the first was in time.</param>
/// <param name="To">Where it led so far: a state, a tier; for overdue the number of days reached; for complaints how many are overdue.</param>
/// <param name="EscalatedAt">When it was passed on because nobody acknowledged it in time; null: it is not, or not any more.</param>
/// <param name="EscalatedTo">The superior it was passed on to; null beside an <paramref name="EscalatedAt"/>: nobody was named.</param>
/// <param name="Figures">The numbers that decided it last, by the names of the measures.</param>
public sealed record AlertItem(
    string Id, string CustomerId, string? CustomerName, string Kind, string Status, string Severity, string? From, string? To, string? Manager,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt,
    DateTimeOffset? EscalatedAt, string? EscalatedTo, DateTimeOffset? ClosedAt, string? CloseReason, IReadOnlyDictionary<string, object?> Figures);

/// <summary>A row of alerts, or an entry of their history: both are stored alike.</summary>
internal sealed record AlertRow
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required long Id { get; init; }

    public required string CustomerId { get; init; }

    public required string Kind { get; init; }

    public required long Number { get; init; }

    public required string Status { get; init; }

    public required string Severity { get; init; }

    [JsonPropertyName("from_value")]
    public string? From { get; init; }

    [JsonPropertyName("to_value")]
    public string? To { get; init; }

    public string? Manager { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public DateTimeOffset? EscalatedAt { get; init; }

    public string? EscalatedTo { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? CloseReason { get; init; }

    /// <summary>Reads <c>to_jsonb</c> of a row.</summary>
    public static AlertRow Read(string json) => JsonSerializer.Deserialize<AlertRow>(json, Options)!;

    /// <summary>With what is stored elsewhere: the customer's name, which may be erased, and the rating that decided it.</summary>
    public AlertItem ToItem(string? customerName, DecidingRating rating) => new(
        $"{Id}", CustomerId, customerName, Kind, Status, Severity, From, To, Manager,
        OpenedAt, UpdatedAt, AcknowledgedBy, AcknowledgedAt, EscalatedAt, EscalatedTo, ClosedAt, CloseReason, AlertFigures.Of(rating));
}
