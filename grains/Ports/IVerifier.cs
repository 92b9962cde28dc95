namespace Lifecycle.Grains;

/// <summary>Compares what is stored with what the append-only tables say.</summary>
public interface IVerifier
{
    /// <summary>Re-folds every customer and sums the portfolio up anew, in one snapshot. Empty when everything agrees.</summary>
    /// <param name="progress">Told how many customers are done, and how many there are.</param>
    Task<IReadOnlyList<Difference>> Verify(IProgress<(long Done, long Total)> progress, CancellationToken ct);
}

/// <summary>Something stored that the append-only tables do not say.</summary>
/// <param name="Where">A customer's id, or a cell of the portfolio.</param>
public sealed record Difference(string Where, string What);
