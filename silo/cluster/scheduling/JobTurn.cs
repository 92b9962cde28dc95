using Lifecycle.Store;
using Npgsql;

namespace Lifecycle.Cluster.Scheduling;

/// <summary>
/// A job's turn: held by one run in the whole cluster, and free at the moment its silo is gone, since the database sees the
/// connection end. Hangfire's own locks are rows with an expiry, which a long run would outlive.
/// </summary>
internal sealed class JobTurn(Database database)
{
    /// <summary>Takes the turn until it is disposed of, or its connection breaks; null: somebody has it.</summary>
    public async Task<Turn?> TryTakeAsync(string job, CancellationToken ct) =>
        await SessionLock.TryTakeAsync(database, "lifecycle-job", AdvisoryLocks.Jobs, job, ct) is { } held ? new(held) : null;
}

/// <summary>A turn that is held.</summary>
internal sealed class Turn : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly CancellationTokenSource lost = new();

    public Turn(NpgsqlConnection connection)
    {
        this.connection = connection;
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState is System.Data.ConnectionState.Broken or System.Data.ConnectionState.Closed)
            {
                lost.Cancel();
            }
        };
    }

    /// <summary>Cancelled once the database has lost sight of us: somebody else may have the turn.</summary>
    public CancellationToken Lost => lost.Token;

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        lost.Dispose();
    }
}
