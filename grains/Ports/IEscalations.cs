namespace Lifecycle.Grains;

/// <summary>Finds the alerts that are to be passed on to somebody's superior.</summary>
public interface IEscalations
{
    /// <summary>
    /// Customers with high alerts that nobody acknowledged and that were raised on or before a day, or that were passed on
    /// to nobody while there is a superior now; in order of their ids, after one of them; the first page after "".
    /// </summary>
    Task<IReadOnlyList<DueEscalation>> Due(DateOnly raisedThrough, string after, int most, CancellationToken ct);
}

/// <summary>A customer with alerts to pass on.</summary>
/// <param name="Manager">Who let them lie.</param>
/// <param name="Superior">Of this manager; null: nobody is named.</param>
public sealed record DueEscalation(string CustomerId, string? Manager, string? Superior);
