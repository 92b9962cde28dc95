using Npgsql;

namespace Lifecycle.Store;

/// <summary>The two ways to the one database: reads and small writes, and the commits with their tight time limits.</summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>Opens pools; nothing connects yet.</summary>
    public Database(string connectionString)
    {
        ConnectionString = connectionString;
        Readers = NpgsqlDataSource.Create(With(connectionString, "reader", poolSize: 40, ""));
        Committers = NpgsqlDataSource.Create(With(connectionString, "committer", poolSize: 20, CommitterOptions) + NoReset);
    }

    // A commit changes nothing of its session; resetting that after each would be seven statements for nothing.
    private const string NoReset = ";No Reset On Close=true";

    // A commit is on disk before it is answered, and never waits for long. Its statements look rows up by key, a handful
    // or thousands: one plan by index suits all of them, and planning anew each time cost more than running.
    private const string CommitterOptions =
        "-c synchronous_commit=on -c lock_timeout=2000 -c idle_in_transaction_session_timeout=5000 "
        + "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    /// <summary>As it was configured, for libraries that open connections of their own.</summary>
    public string ConnectionString { get; }

    /// <summary>For reading, and for writes outside the commit protocol.</summary>
    public NpgsqlDataSource Readers { get; }

    /// <summary>For the commit protocol alone: lock timeout 2 s, idle in transaction 5 s, and a commit is on disk
    /// before it is answered, whatever the role's own settings say.</summary>
    public NpgsqlDataSource Committers { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Committers.DisposeAsync();
        await Readers.DisposeAsync();
    }

    private static string With(string connectionString, string role, int poolSize, string options)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = $"lifecycle-{role}",

            // Instants that the server writes as text, into JSON, must not depend on where it stands.
            Timezone = "UTC",
            MaxPoolSize = poolSize,
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 2,
        };
        builder.Options = string.Join(' ', new[] { builder.Options, options }.Where(o => !string.IsNullOrEmpty(o)));
        return builder.ConnectionString;
    }
}
