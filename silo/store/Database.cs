using Lifecycle.Store.Committing;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store;

/// <summary>The two ways to the one database: reads and small writes, and the commits with their tight time limits.</summary>
public sealed class Database : IAsyncDisposable
{
    // Seconds. A database that hangs, unlike one that is stopped, tells nobody so: callers must not wait for the driver's
    // patience, which is meant for reports. A commit takes less than one second.
    private const int MostToConnect = 10;
    private const int MostPerCommand = 10;

    // Bytes. Everybody's packed states are some hundred megabytes, and a batch to commit some ten kilobytes: with eight
    // times the driver's buffers, an eighth of the turns between socket and threads.
    private const int Buffer = 65_536;

    // A commit never waits for long.
    private const string Limits = "-c lock_timeout=2000 -c idle_in_transaction_session_timeout=5000";

    // A commit is on disk before it is answered. Its statements look rows up by key, a handful
    // or thousands: one plan by index suits all of them, and planning anew each time cost more than running.
    private const string CommitterOptions =
        "-c synchronous_commit=on -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    /// <summary>How many commits, and whatever else must be on disk before something else happens, a silo can have under way.</summary>
    public const int CommitterConnections = 20;

    /// <summary>Opens pools; nothing connects yet. Time limits that the connection string sets are kept.</summary>
    public Database(string connectionString)
    {
        ConnectionString = connectionString;
        Readers = NpgsqlDataSource.Create(With(connectionString, "reader", poolSize: 40, "", ""));
        var committers = With(connectionString, "committer", CommitterConnections, Limits, CommitterOptions);
        committers.CommandTimeout = committers.ShouldSerialize("Command Timeout") ? committers.CommandTimeout : MostPerCommand;

        // A commit changes nothing of its session; resetting that after each would be seven statements for nothing.
        committers.NoResetOnClose = true;
        Committers = NpgsqlDataSource.Create(committers);
        RightOfWay = new(PostedAsync, TimeProvider.System);
    }

    /// <summary>As it was configured, for libraries that open connections of their own.</summary>
    public string ConnectionString { get; }

    /// <summary>For reading, and for writes outside the commit protocol.</summary>
    public NpgsqlDataSource Readers { get; }

    /// <summary>For the commit protocol, and for what must be on disk before a message leaves: lock timeout 2 s, idle in transaction 5 s and
    /// 10 s for a command, unless the connection string has others, and a commit is on disk before it is answered, whatever anybody's settings say.</summary>
    public NpgsqlDataSource Committers { get; }

    /// <summary>Who waits for whom in this silo.</summary>
    internal RightOfWay RightOfWay { get; init; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Committers.DisposeAsync();
        await Readers.DisposeAsync();
    }

    // The sequence knows of all silos, and costs nothing to ask.
    private async ValueTask<long> PostedAsync(CancellationToken ct)
    {
        await using var connection = await Readers.OpenConnectionAsync(ct);
        return (long)(await connection.Command("SELECT last_value FROM posting_id_seq").ExecuteScalarAsync(ct))!;
    }

    private static NpgsqlConnectionStringBuilder With(string connectionString, string role, int poolSize, string defaults, string always)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = $"lifecycle-{role}",

            // Instants that the server writes as text, into JSON, must not depend on where it stands.
            Timezone = "UTC",
            MaxPoolSize = poolSize,
            ReadBufferSize = Buffer,
            WriteBufferSize = Buffer,
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 2,
        };
        builder.Timeout = builder.ShouldSerialize("Timeout") ? builder.Timeout : MostToConnect;

        // The last one counts.
        builder.Options = string.Join(' ', new[] { defaults, builder.Options, always }.Where(o => !string.IsNullOrEmpty(o)));
        return builder;
    }
}
