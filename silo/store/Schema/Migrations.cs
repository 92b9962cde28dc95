using DbUp;
using DbUp.Engine;
using Npgsql;

namespace Lifecycle.Store;

/// <summary>Brings the schema up to date: the SQL files of this folder, each once, in order.</summary>
public static class Migrations
{
    /// <summary>Applies what is missing. Safe when several silos start at once.</summary>
    /// <exception cref="InvalidOperationException">A script failed; it was rolled back and names itself.</exception>
    public static async Task ApplyAsync(string connectionString, CancellationToken ct)
    {
        // Not pooled: a connection that goes back to a pool keeps its locks until somebody takes it out again.
        await using var guard = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await guard.OpenAsync(ct);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", guard) { Parameters = { new() { Value = AdvisoryLocks.Schema } } };
        await take.ExecuteNonQueryAsync(ct);

        var result = Upgrade(connectionString);
        if (!result.Successful)
        {
            throw new InvalidOperationException($"The schema could not be brought up to date ({result.ErrorScript?.Name}): {result.Error.Message}", result.Error);
        }
    }

    private static DatabaseUpgradeResult Upgrade(string connectionString) => DeployChanges.To
        .PostgresqlDatabase(connectionString)
        .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly)
        .JournalToPostgresqlTable("public", "schema_version")
        .WithTransactionPerScript()
        .LogToNowhere()
        .Build()
        .PerformUpgrade();
}
