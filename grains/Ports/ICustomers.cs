namespace Lifecycle.Grains;

/// <summary>How a submitted command ended.</summary>
public enum VerdictStatus
{
    /// <summary>Decided and durable.</summary>
    Accepted,

    /// <summary>Said before with the same content; nothing changed.</summary>
    Duplicate,

    /// <summary>Refused by the ledger or the state; nothing changed.</summary>
    Refused,

    /// <summary>The machine could not answer now; nothing changed, unless the code says that the outcome is unknown.</summary>
    Unavailable,
}

/// <summary>The answer to a submitted command, given only after its commit.</summary>
/// <param name="Rated">The customer after the commit, where there is one.</param>
public sealed record Verdict(VerdictStatus Status, Refusal? Refusal, RatedCustomer? Rated)
{
    /// <summary>Whether the customer was not known before the commit.</summary>
    public bool IsNewCustomer { get; init; }
}

/// <summary>What a commit left, as far as callers are told of it; small, since it may come from another silo.</summary>
/// <param name="Version">Counts commits.</param>
public sealed record RatedCustomer(string Id, long Version, Standing Standing)
{
    /// <summary>Null: there is no such customer.</summary>
    public static RatedCustomer? Of(CustomerState state) =>
        state is { IsRegistered: true, Standing: { } standing } ? new(state.Id, state.Version, standing) : null;
}

/// <summary>A request's idempotency key and the hash of its body; it commits with the effect of the request.</summary>
public sealed record IdempotencyKey(string Key, byte[] BodyHash);

/// <summary>Who asks, and on whose behalf.</summary>
/// <param name="Actor">The signed-in user.</param>
/// <param name="ImportId">The import that a posting belongs to.</param>
public sealed record Origin(string Actor, Guid? ImportId = null, IdempotencyKey? Idempotency = null);

/// <summary>The one way in which customers change.</summary>
public interface ICustomers
{
    /// <summary>Submits a command and answers after its commit. Bounded: a full queue answers <see cref="VerdictStatus.Unavailable"/>.</summary>
    ValueTask<Verdict> Submit(string customerId, Command command, Origin origin);

    /// <summary>Like <see cref="Submit"/>, but waits for room in the queue: for imports and bulk requests.</summary>
    ValueTask<Verdict> SubmitPatiently(string customerId, Command command, Origin origin, CancellationToken ct);

    /// <summary>Reverses a posting by its key.</summary>
    /// <param name="releaseKey">Whether the key may be used again afterwards.</param>
    ValueTask<Verdict> Reverse(string source, string externalId, bool releaseKey, DateOnly today, Origin origin);
}
