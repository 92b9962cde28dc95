namespace Lifecycle.Grains;

/// <summary>Idempotency keys of requests that are no single command: bulk requests, runs of jobs and imports.</summary>
public interface IRequestKeys
{
    /// <summary>Remembers a key, or refuses it when it was used with another body. A repetition of the same body passes.</summary>
    Task<Refusal?> ClaimAsync(IdempotencyKey key, CancellationToken ct);

    /// <summary>Like <see cref="ClaimAsync"/>, for what must not happen twice: tells whether this is the first time, too.</summary>
    Task<(bool IsFirst, Refusal? Refusal)> TakeAsync(IdempotencyKey key, CancellationToken ct);

    /// <summary>
    /// Remembers a key together with what its first request settles for all that come again with it, also at the same time; or
    /// refuses it when it was used with another body.
    /// </summary>
    /// <param name="settle">What the first request settles: the id of what it begins, or what it is about. The others wait for it.</param>
    Task<(string? Settled, Refusal? Refusal)> SettleAsync(IdempotencyKey key, Func<Task<string>> settle, CancellationToken ct);
}
