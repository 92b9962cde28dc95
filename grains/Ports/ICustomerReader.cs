namespace Lifecycle.Grains;

/// <summary>Committed customers, read beside the commits.</summary>
public interface ICustomerReader
{
    /// <summary>One customer, or null.</summary>
    /// <param name="ratable">A day that will be rated: where it lies before what was compacted, the ledger is read.</param>
    /// <exception cref="UnreadableStateException">Its stored state cannot be read.</exception>
    Task<CustomerState?> Find(string customerId, DateOnly? ratable, CancellationToken ct);
}
