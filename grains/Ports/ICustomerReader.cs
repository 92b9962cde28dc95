namespace Lifecycle.Grains;

/// <summary>Committed customers, read beside the commits.</summary>
public interface ICustomerReader
{
    /// <summary>One customer, or null.</summary>
    /// <param name="ratable">A day that will be rated: where it lies before what was compacted, the ledger is read.</param>
    Task<CustomerState?> Find(string customerId, DateOnly? ratable, CancellationToken ct);

    /// <summary>Every customer known now, in one snapshot, each able to be rated as of <paramref name="ratable"/>.</summary>
    IAsyncEnumerable<CustomerState> All(DateOnly ratable, CancellationToken ct);
}
