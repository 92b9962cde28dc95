namespace Lifecycle.Silo.Postgres;

/// <summary>A private PostgreSQL in the silo's data folder. It is brought back when it dies and ends when the silo does.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Database = "lifecycle";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromHours(1);

    private readonly FolderLock held;
    private readonly Server server;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task supervision;
    private readonly Lazy<Task> stop;
    private volatile Watcher watcher;

    private EmbeddedPostgres(FolderLock held, Server server, Watcher watcher)
    {
        (this.held, this.server, this.watcher) = (held, server, watcher);
        ConnectionString = server.ConnectionString(Database);
        supervision = SuperviseAsync();
        stop = new Lazy<Task>(StopAsync);
    }

    /// <summary>For Npgsql; stays the same when the server is brought back.</summary>
    public string ConnectionString { get; }

    /// <summary>The process id of the postmaster; another one after the server was brought back.</summary>
    public int ProcessId => watcher.ServerId;

    /// <summary>Where the cluster really is: not in the silo's data folder if PostgreSQL's user cannot enter that.</summary>
    public string DataDirectory => server.Cluster.Directory;

    /// <summary>Starts the server on the folder, making what is not there yet; it answers when this returns.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be; the message says why and what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new EmbeddedPostgresException(
                "The embedded PostgreSQL runs on Linux and macOS; on Windows set ConnectionStrings:Lifecycle to a PostgreSQL 15 or newer.");
        }

        var folder = Path.GetFullPath(options.DataDirectory);
        var held = FolderLock.Take(folder);
        SocketFolder? socket = null;
        Watcher? watcher = null;
        try
        {
            var account = await Account.ChooseAsync(ct);
            var cluster = new Cluster(await Home.PrepareAsync(folder, account, options.Progress, ct));
            var binaries = await Binaries.FindAsync(options, cluster, account, ct);
            cluster = await cluster.EnsureAsync(binaries, account, options, ct);
            socket = await SocketFolder.ChooseAsync(cluster.Home, account, ct);
            var walCompression = await binaries.WalCompressionAsync(cluster, account, ct);
            var commandLine = Settings.CommandLine(binaries, cluster, socket, walCompression, options.FastAndUnsafe);
            var server = new Server(account, cluster, socket, [.. commandLine], options.Progress);
            watcher = await server.StartAsync(ct);
            await server.EnsureDatabaseAsync(Database, ct);
            return new EmbeddedPostgres(held, server, watcher);
        }
        catch
        {
            await (watcher?.StopAsync() ?? Task.CompletedTask);
            socket?.Remove();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server in an orderly way and waits for it; a second call waits for the first.</summary>
    public async ValueTask DisposeAsync() => await stop.Value;

    private async Task StopAsync()
    {
        await stopping.CancelAsync();
        await supervision;
        await watcher.StopAsync();

        // Only if someone ended the watching shell is there still a server to stop.
        await Leftovers.ClearAsync(server.Cluster, server.Socket, server.Progress, CancellationToken.None);
        server.Socket.Remove();
        held.Dispose();
        stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.WhenAny(watcher.Exited, Task.Delay(BetweenPrunings, stopping.Token));
            if (watcher.Exited.IsCompleted && !stopping.IsCancellationRequested)
            {
                server.Progress("PostgreSQL ended unexpectedly; starting it again");
                await ReviveAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            ServerLog.Prune(server.Cluster);
        }
    }

    private async Task ReviveAsync()
    {
        try
        {
            var revived = await server.StartAsync(stopping.Token);
            await watcher.StopAsync();
            watcher = revived;
            server.Progress($"PostgreSQL is back (process {ProcessId})");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it was (no memory, no disk space), it may pass, and the silo is useless without its database.
            server.Progress($"{e.Message} (trying again)");
            await Task.Delay(BetweenTries, stopping.Token);
        }
    }
}
