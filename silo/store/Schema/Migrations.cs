using System.Reflection;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace Lifecycle.Store;

/// <summary>Brings the schema up to date: the SQL files of this folder, each once, in order.</summary>
public static class Migrations
{
    /// <summary>Applies what is missing. Safe when several silos start at once.</summary>
    /// <exception cref="InvalidOperationException">A script failed; it was rolled back and names itself.</exception>
    public static Task ApplyAsync(string connectionString, CancellationToken ct) =>
        ApplyAsync(connectionString, "public", typeof(Migrations).Assembly, _ => Task.CompletedTask, ct);

    /// <summary>Applies what is missing of the SQL files embedded in an assembly.</summary>
    /// <param name="schema">Keeps the journal of what was applied.</param>
    /// <param name="first">Done before, under the same lock: creates the schema, or what a library installs by itself.</param>
    /// <exception cref="InvalidOperationException">A script failed; it was rolled back and names itself.</exception>
    public static async Task ApplyAsync(
        string connectionString, string schema, Assembly scripts, Func<NpgsqlConnection, Task> first, CancellationToken ct)
    {
        // Not pooled: a connection that goes back to a pool keeps its locks until somebody takes it out again.
        await using var guard = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await guard.OpenAsync(ct);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", guard) { Parameters = { new() { Value = AdvisoryLocks.Schema } } };
        await take.ExecuteNonQueryAsync(ct);
        await first(guard);

        var result = Upgrade(connectionString, schema, scripts);
        if (!result.Successful)
        {
            throw new InvalidOperationException($"The schema could not be brought up to date ({result.ErrorScript?.Name}): {result.Error.Message}", result.Error);
        }
    }

    private static DatabaseUpgradeResult Upgrade(string connectionString, string schema, Assembly scripts) => DeployChanges.To
        .PostgresqlDatabase(connectionString)
        .WithScriptsEmbeddedInAssembly(scripts)
        .JournalToPostgresqlTable(schema, "schema_version")
        .WithTransactionPerScript()
        .LogToNowhere()
        .Build()
        .PerformUpgrade();
}
