using Hangfire.PostgreSql;
using Lifecycle.Store;
using Npgsql;

namespace Lifecycle.Cluster.Schema;

/// <summary>What Orleans and Hangfire store, in schemas of their own beside ours.</summary>
internal static class ClusterSchema
{
    /// <summary>Where Hangfire's tables are.</summary>
    public const string Hangfire = "hangfire";

    private const string Orleans = "orleans";

    /// <summary>Applies what is missing. Safe when several silos start at once.</summary>
    /// <param name="say">Told what takes its time.</param>
    /// <exception cref="SchemaException">A script failed; it was rolled back, and the message names it.</exception>
    public static Task ApplyAsync(string connectionString, CancellationToken ct, Action<string>? say = null) =>
        Migrations.ApplyAsync(Connection(connectionString), Orleans, typeof(ClusterSchema).Assembly, PrepareAsync, ct, say);

    /// <summary>The connection of Orleans' providers: its queries name tables without their schema.</summary>
    public static string Connection(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Orleans, ApplicationName = "lifecycle-orleans", MaxPoolSize = 5 }.ConnectionString;

    private static async Task PrepareAsync(NpgsqlConnection connection)
    {
        await using var create = new NpgsqlCommand($"CREATE SCHEMA IF NOT EXISTS {Orleans}", connection);
        await create.ExecuteNonQueryAsync();

        // Hangfire brings its own scripts; here no two silos run them at once.
        PostgreSqlObjectsInstaller.Install(connection, Hangfire);
    }
}
