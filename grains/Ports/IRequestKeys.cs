namespace Lifecycle.Grains;

/// <summary>Idempotency keys of requests that are no single command: bulk postings, imports and the like.</summary>
public interface IRequestKeys
{
    /// <summary>Remembers a key, or refuses it when it was used with another body. A repetition of the same body passes.</summary>
    Task<Refusal?> ClaimAsync(IdempotencyKey key, CancellationToken ct);

    /// <summary>Like <see cref="ClaimAsync"/>, for what must not happen twice: tells whether this is the first time, too.</summary>
    Task<(bool IsFirst, Refusal? Refusal)> TakeAsync(IdempotencyKey key, CancellationToken ct);
}
