namespace Lifecycle.Grains;

/// <summary>Idempotency keys of requests that are no single command: bulk postings and imports.</summary>
public interface IRequestKeys
{
    /// <summary>Remembers a key, or refuses it when it was used with another body. A repetition of the same body passes.</summary>
    Task<Refusal?> ClaimAsync(IdempotencyKey key, CancellationToken ct);
}
