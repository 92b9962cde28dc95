using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>Request keys of requests that are no single command: bulk requests, runs of jobs and imports.</summary>
public sealed class IdempotencyKeys(Database database) : IRequestKeys
{
    /// <summary>The refusal for a key that comes again with another body.</summary>
    public static Refusal Reused { get; } = new("idempotency-key-reused", "This Idempotency-Key was used for a request with another body.");

    /// <inheritdoc/>
    public async Task<Refusal?> ClaimAsync(IdempotencyKey key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return (await ClaimAsync(connection, key, ct)).Refusal;
    }

    /// <inheritdoc/>
    public async Task<(bool IsFirst, Refusal? Refusal)> TakeAsync(IdempotencyKey key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await ClaimAsync(connection, key, ct);
    }

    /// <inheritdoc/>
    public async Task<(string? Settled, Refusal? Refusal)> SettleAsync(IdempotencyKey key, Func<Task<string>> settle, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (isFirst, refusal) = await ClaimAsync(connection, key, ct);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        // Locked: an earlier version remembered keys alone, and two may repeat such a one at once.
        await using var read = connection.Command("SELECT settled FROM idempotency_key WHERE key = $1 FOR UPDATE", key.Key);
        if (await read.ExecuteScalarAsync(ct) is string known && !isFirst)
        {
            return (known, null);
        }

        var settled = await settle();
        await connection.Command("UPDATE idempotency_key SET settled = $2 WHERE key = $1", key.Key, settled).ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return (settled, null);
    }

    /// <summary>The same as a part of what the request does, in its transaction: whether it is the first, and why it is refused.</summary>
    internal static async Task<(bool IsFirst, Refusal? Refusal)> ClaimAsync(NpgsqlConnection connection, IdempotencyKey key, CancellationToken ct)
    {
        await using var claim = connection.Command(CommitSql.RequestKeys, new[] { key.Key }, new[] { key.BodyHash });
        if (await claim.ExecuteScalarAsync(ct) is string)
        {
            return (true, null);
        }

        await using var read = connection.Command("SELECT body_hash FROM idempotency_key WHERE key = $1", key.Key);
        return (false, await read.ExecuteScalarAsync(ct) is byte[] hash && !hash.AsSpan().SequenceEqual(key.BodyHash) ? Reused : null);
    }

    /// <summary>Forgets keys older than a day.</summary>
    internal static async Task ForgetLapsedAsync(Database database, CancellationToken ct)
    {
        await using var command = database.Readers.CreateCommand("DELETE FROM idempotency_key WHERE created_at < now() - interval '24 hours'");
        await command.ExecuteNonQueryAsync(ct);
    }
}
