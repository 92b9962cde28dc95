namespace Lifecycle.Grains;

/// <summary>Customers twice: as they were known at the end of a day, and as they are known now.</summary>
public interface IHindsight
{
    /// <summary>One customer, or null where it was not known then.</summary>
    /// <param name="asOf">The day that will be rated; no later than the day that it was known on.</param>
    /// <exception cref="UnreadableStateException">Its stored state cannot be read.</exception>
    Task<Hindsight?> Find(string customerId, DateOnly asOf, KnownAt known, CancellationToken ct);
}

/// <summary>What was known of a customer and what is known by now, with what made the difference.</summary>
/// <param name="Now">Null: it is known no more.</param>
/// <param name="PoliciesThen">Published by then.</param>
/// <param name="Corrections">Newest first, at most <see cref="MostCorrections"/> of them.</param>
/// <param name="Count">How many corrections there are.</param>
public sealed record Hindsight(
    CustomerState Then, CustomerState? Now, PolicyBook PoliciesThen, PolicyBook PoliciesNow, IReadOnlyList<Correction> Corrections, long Count)
{
    /// <summary>More are counted only; the timeline has them all.</summary>
    public const int MostCorrections = 100;
}
