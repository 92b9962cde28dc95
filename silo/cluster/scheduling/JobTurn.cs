using Lifecycle.Store;
using Npgsql;

namespace Lifecycle.Cluster.Scheduling;

/// <summary>
/// A job's turn: held by one run in the whole cluster, and free at the moment its silo is gone, since the database sees the
/// connection end. Hangfire's own locks are rows with an expiry, which a long run would outlive.
/// </summary>
internal sealed class JobTurn(Database database)
{
    /// <summary>Takes the turn until it is disposed of; null: somebody has it.</summary>
    public async Task<IAsyncDisposable?> TryTakeAsync(string job, CancellationToken ct)
    {
        // Not pooled: a connection that goes back to a pool keeps its locks until somebody takes it out again.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = "lifecycle-job",
            Pooling = false,
            KeepAlive = 10,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1, hashtext($2))", connection);
            take.Parameters.Add(new() { Value = AdvisoryLocks.Jobs });
            take.Parameters.Add(new() { Value = job });
            if (await take.ExecuteScalarAsync(ct) is true)
            {
                return connection;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }
}
