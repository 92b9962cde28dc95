using Npgsql;

namespace Lifecycle.Silo.Postgres;

/// <summary>Everything that is settled before the server runs, and how it is brought up, the first time and every other.</summary>
internal sealed record Server(
    Account Account, Cluster Cluster, SocketFolder Socket, IReadOnlyList<string> CommandLine, Action<string> Progress)
{
    private const int Attempts = 30;

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Socket.Path,
        Database = database,
        Username = Cluster.Superuser,
        Password = Cluster.Password,
        SslMode = SslMode.Disable, // nobody listens in on a socket
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Starts the server and waits until it answers, through crash recovery if need be.</summary>
    public async Task<Watcher> StartAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await Leftovers.ClearAsync(Cluster, Socket, Progress, ct);
            ServerLog.Prune(Cluster);
            var watcher = await Watcher.StartAsync(Account, Cluster, Socket, CommandLine);
            try
            {
                if (await IsReadyAsync(watcher, ct)
                    .OrSay(Progress, "Waiting for PostgreSQL to become ready; after a crash it first repeats what its log holds"))
                {
                    return watcher;
                }
            }
            catch
            {
                await watcher.StopAsync();
                throw;
            }

            await watcher.StopAsync();
            var complaint = ServerLog.LastComplaint(Cluster);
            if (attempt == Attempts || !MayPass(complaint))
            {
                throw new EmbeddedPostgresException($"PostgreSQL did not start: {complaint} (more in {Cluster.Logs})");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }

    /// <summary>Creates the silo's database unless it exists.</summary>
    public async Task EnsureDatabaseAsync(string name, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync(ct) is null)
        {
            // Encoding and locale are the cluster's.
            await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
            await create.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>
    /// True when the server is ready, false when it ended instead. It writes its status into its lock file, where reading it,
    /// unlike trying to connect, leaves no complaints in the log. There is no time limit: recovery takes what it takes.
    /// </summary>
    private async Task<bool> IsReadyAsync(Watcher watcher, CancellationToken ct)
    {
        while (!watcher.Exited.IsCompleted)
        {
            if (Cluster.Lock.SaysReady(watcher.ServerId))
            {
                return true;
            }

            await Task.WhenAny(watcher.Exited, Task.Delay(20, ct));
            ct.ThrowIfCancellationRequested();
        }

        return false;
    }

    /// <summary>What goes away by itself once processes of an earlier server, which we could not see, have ended.</summary>
    private static bool MayPass(string complaint) =>
        complaint.Contains("shared memory block", StringComparison.Ordinal) || complaint.Contains("lock file", StringComparison.Ordinal);
}
