using Lifecycle.Silo.Postgres;
using Lifecycle.Store;
using Lifecycle.Tests.Silo;
using Npgsql;

namespace Lifecycle.Tests.Support;

/// <summary>One PostgreSQL for the whole run, started by the first test that needs it; it ends with the process.</summary>
internal static class TestPostgres
{
    private const string Template = "lifecycle_template";
    private const string Root = "/var/tmp";
    private const string Prefix = "lifecycle-tests-";

    private static readonly Lazy<Task<string>> Server = new(StartAsync);
    private static readonly SemaphoreSlim Cloning = new(1, 1);
    private static int count;

    /// <summary>A migrated database of its own: the connection string.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var server = await Server.Value;
        var name = $"test_{Interlocked.Increment(ref count)}";
        await Cloning.WaitAsync();
        try
        {
            await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {Template}");
        }
        finally
        {
            Cloning.Release();
        }

        return On(server, name);
    }

    /// <summary>One statement outside of any pool.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        RemoveLeftovers();
        var folder = Path.Combine(Root, $"{Prefix}{Environment.ProcessId}");
        var postgres = await EmbeddedPostgres.StartAsync(new(folder) { FastAndUnsafe = true }, CancellationToken.None);
        var server = On(postgres.ConnectionString, "postgres");
        await ExecuteAsync(server, $"CREATE DATABASE {Template}");
        await Migrations.ApplyAsync(On(server, Template) + ";Pooling=false", CancellationToken.None);
        return server;
    }

    /// <summary>A test process is ended without a word; its server ends with it, its folder is left to the next run.</summary>
    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.GetDirectories(Root, Prefix + "*"))
        {
            try
            {
                if (!Directory.Exists("/proc/" + Path.GetFileName(folder)[Prefix.Length..]))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
            catch (IOException)
            {
                // Another run is at it.
            }
        }
    }

    // A machine that is busy with other things may pause for longer than anybody should wait: no test is about that.
    private static string On(string server, string database) => new NpgsqlConnectionStringBuilder(server)
    {
        Database = database,
        Timeout = (int)Machine.Guard.TotalSeconds,
        CommandTimeout = (int)Machine.Guard.TotalSeconds,
        Options = $"-c idle_in_transaction_session_timeout={Machine.Guard.TotalMilliseconds}",
    }.ConnectionString;
}
