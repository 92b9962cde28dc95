namespace Lifecycle.Grains;

/// <summary>Customers that are put aside because their stored state cannot be read.</summary>
public interface IQuarantine
{
    /// <summary>
    /// Folds the state of a customer anew from its ledger and its events, and puts the customer back where all that was stored
    /// beside the state agrees with it. Otherwise it is refused with the reason, and nothing is changed.
    /// </summary>
    Task<Verdict> Release(string customerId, Origin origin, CancellationToken ct);
}
