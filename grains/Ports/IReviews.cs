namespace Lifecycle.Grains;

/// <summary>Finds the customers whose rating time alone may change. Quarantined customers wait for people.</summary>
public interface IReviews
{
    /// <summary>The first step day from one day to another that is not reviewed yet, or null.</summary>
    Task<DateOnly?> NextDue(DateOnly from, DateOnly to, CancellationToken ct);

    /// <summary>How many reviews are due up to a day.</summary>
    Task<long> CountDue(DateOnly day, CancellationToken ct);

    /// <summary>The customers due up to a day, as they were when asked; a reviewed one is not among them any more.</summary>
    IAsyncEnumerable<string> Due(DateOnly day, CancellationToken ct);

    /// <summary>How many customers there are.</summary>
    Task<long> CountAll(CancellationToken ct);

    /// <summary>Every customer, in one snapshot, some hundreds at a time and in no order.</summary>
    IAsyncEnumerable<IReadOnlyList<PackedCustomer>> All(CancellationToken ct);
}
