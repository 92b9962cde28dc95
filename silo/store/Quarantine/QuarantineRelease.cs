using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.Quarantine;

/// <summary>
/// The way out of quarantine. The version stays: what is put back is what was there, and a silo that still holds the customer
/// in memory is right to go on with it.
/// </summary>
public sealed class QuarantineRelease(Database database, PolicyStore policies, CommitOptions options, ILogger<QuarantineRelease> log) : IQuarantine
{
    /// <inheritdoc/>
    public async Task<Verdict> Release(string customerId, Origin origin, CancellationToken ct)
    {
        try
        {
            var verdict = await ReleaseAsync(customerId, origin, ct);
            if (verdict.Status == VerdictStatus.Accepted)
            {
                Log.Released(log, customerId, origin.Actor);
            }

            return verdict;
        }
        catch (PostgresException e) when (Failures.Classify(e) == FailureKind.Contention)
        {
            return new(VerdictStatus.Unavailable, Failures.Contended, null);
        }
    }

    private async Task<Verdict> ReleaseAsync(string customerId, Origin origin, CancellationToken ct)
    {
        await using var connection = await database.Committers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var version = await connection.Command(QuarantineSql.Lock, customerId).ExecuteScalarAsync(ct) as long? ?? 0;
        if (origin.Idempotency is { } key && await IdempotencyKeys.ClaimAsync(connection, key, ct) is (IsFirst: false, var reused))
        {
            return reused is null ? new(VerdictStatus.Duplicate, null, null) : Refused(reused);
        }

        if (!(bool)(await connection.Command(QuarantineSql.IsThere, customerId).ExecuteScalarAsync(ct))!)
        {
            return Refused(Rebuilding.NotQuarantined);
        }

        var history = new StoredHistory(connection, customerId, await policies.SeenByAsync(connection, ct), options.CompactionLimit);
        var (state, why) = await RebuildAsync(history, version, ct);
        if (state is null)
        {
            return Refused(Rebuilding.Kept(why!));
        }

        await connection.Command(QuarantineSql.Replace, customerId, PackedState.Pack(state)).ExecuteNonQueryAsync(ct);
        await connection.Command(QuarantineSql.Remove, customerId).ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return new(VerdictStatus.Accepted, null, RatedCustomer.Of(state));
    }

    private static async Task<(CustomerState? State, string? Why)> RebuildAsync(StoredHistory history, long version, CancellationToken ct)
    {
        try
        {
            return version switch
            {
                > 0 => await history.RebuildAsync(ct),
                < 0 => (await history.GoneAsync(-version, ct), null),
                _ => (null, "its row is not there"),
            };
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or InvalidOperationException or OverflowException)
        {
            return (null, $"its history cannot be folded ({e.Message.TrimEnd('.')})");
        }
    }

    private static Verdict Refused(Refusal refusal) => new(VerdictStatus.Refused, refusal, null);
}
