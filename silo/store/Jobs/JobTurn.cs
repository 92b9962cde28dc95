using System.Data;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Jobs;

/// <summary>
/// A job's turn: held by one run in the whole cluster, and free at the moment its silo is gone, since the database sees the
/// connection end. What schedulers know of each other is not enough: to them a silo that was only paused is dead.
/// </summary>
public sealed class JobTurn(Database database)
{
    /// <summary>The name of the connection, for whoever looks at the server.</summary>
    internal const string Application = "lifecycle-job";

    // A machine that lost its power or its network ends no connection: after 15 seconds without an answer the server does, which is later than
    // the silo, if it lives, has missed the server. Sockets in the file system know nothing of this, and need not.
    private const string Vanishes = """
        SELECT set_config('tcp_keepalives_idle', '6', false), set_config('tcp_keepalives_interval', '3', false),
            set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '15000', false)
        """;

    /// <summary>Takes the turn until it is disposed of, or its connection breaks; null: somebody has it.</summary>
    public async Task<Turn?> TryTakeAsync(string job, CancellationToken ct)
    {
        if (await SessionLock.TryTakeAsync(database, Application, AdvisoryLocks.Jobs, job, ct) is not { } held)
        {
            return null;
        }

        try
        {
            await held.Command(Vanishes).ExecuteNonQueryAsync(ct);
            return new(held);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }
}

/// <summary>A turn that is held.</summary>
public sealed class Turn : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource over = new();
    private readonly Task watching;

    internal Turn(NpgsqlConnection connection)
    {
        this.connection = connection;
        Lost = lost.Token;
        watching = WatchAsync();
    }

    /// <summary>Cancelled once the connection is gone, and at most ten seconds after the database went silent: somebody else may have the turn.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Whoever asks after this finds the turn free.</summary>
    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        try
        {
            if (connection.State == ConnectionState.Open)
            {
                // The server may see the end of a connection a moment later.
                await connection.Command("SELECT pg_advisory_unlock_all()").ExecuteNonQueryAsync();
            }
        }
        catch (NpgsqlException)
        {
            // Then it is free because the connection is gone.
        }

        await connection.DisposeAsync();
        over.Dispose();
        lost.Dispose();
    }

    /// <summary>Nothing is ever told on this connection but that it ends.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await connection.WaitAsync(over.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // It was given back.
        }
        catch (Exception)
        {
            await lost.CancelAsync();
        }
    }
}
