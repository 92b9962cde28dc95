using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A customer with birthdays to decide about, as committed.</summary>
/// <param name="TimeZone">The customer's own, or null.</param>
/// <param name="Decided">What was decided about those days so far.</param>
public sealed record CareCandidate(
    string CustomerId, string? TimeZone, ImmutableArray<Contact> Contacts, IReadOnlyDictionary<CareKey, CareDecision> Decided);

/// <summary>What planning reads, and how far it has come.</summary>
public interface ICareBook
{
    /// <summary>The last day for which everything was decided, or null before the first time.</summary>
    ValueTask<DateOnly?> PlannedThrough(string occasion, CancellationToken ct);

    /// <summary>Everything up to a day is decided. Never goes back.</summary>
    ValueTask SetPlannedThrough(string occasion, DateOnly day, CancellationToken ct);

    /// <summary>The customers with a contact whose solar birthday lies between two days, or close to it.</summary>
    IAsyncEnumerable<CareCandidate> Birthdays(DateOnly from, DateOnly to, CancellationToken ct);
}
