namespace Lifecycle.Grains;

/// <summary>Finds the customers whose rating time alone may change.</summary>
public interface IReviews
{
    /// <summary>The first step day that has come and is not reviewed yet, or null.</summary>
    Task<DateOnly?> NextDue(DateOnly today, CancellationToken ct);

    /// <summary>How many reviews are due up to a day.</summary>
    Task<long> CountDue(DateOnly day, CancellationToken ct);

    /// <summary>Some of the customers due up to a day; a reviewed one is not among them any more.</summary>
    Task<IReadOnlyList<string>> Due(DateOnly day, int most, CancellationToken ct);

    /// <summary>How many customers there are.</summary>
    Task<long> CountAll(CancellationToken ct);

    /// <summary>Customers in order of their ids, after one of them; the first page after "".</summary>
    Task<IReadOnlyList<CustomerState>> Page(string after, int most, CancellationToken ct);
}
