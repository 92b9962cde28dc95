using System.Reflection;
using DbUp;
using DbUp.Engine;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store;

/// <summary>Brings the schema up to date: the SQL files of this folder, each once, in order.</summary>
public static class Migrations
{
    /// <summary>Applies what is missing. Safe when several silos start at once.</summary>
    /// <param name="say">Told what takes its time: another silo that is at it, and each script of a database that is in use, before it runs.</param>
    /// <exception cref="SchemaException">A script failed; it was rolled back, and the message names it.</exception>
    public static Task ApplyAsync(string connectionString, CancellationToken ct, Action<string>? say = null) =>
        ApplyAsync(connectionString, "public", typeof(Migrations).Assembly, _ => Task.CompletedTask, ct, say);

    /// <summary>Applies what is missing of the SQL files embedded in an assembly.</summary>
    /// <param name="schema">Keeps the journal of what was applied.</param>
    /// <param name="first">Done before, under the same lock: creates the schema, or what a library installs by itself.</param>
    /// <param name="say">Told what takes its time.</param>
    /// <exception cref="SchemaException">A script failed; it was rolled back, and the message names it.</exception>
    public static async Task ApplyAsync(
        string connectionString, string schema, Assembly scripts, Func<NpgsqlConnection, Task> first, CancellationToken ct, Action<string>? say = null)
    {
        // Not pooled: a connection that goes back to a pool keeps its locks until somebody takes it out again. And without a time limit:
        // an index over a large table is built for as long as it takes, and so long waits whoever comes second.
        var patient = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = 0,

            // Networks forget who is silent: one connection while scripts run on the other, which waits for an answer.
            KeepAlive = 10,
            TcpKeepAlive = true,
        }.ConnectionString;
        await using var guard = new NpgsqlConnection(patient);
        await guard.OpenAsync(ct);
        await TakeTurnAsync(guard, say, ct);
        await first(guard);
        Upgrade(patient, schema, scripts, say);
    }

    private static async Task TakeTurnAsync(NpgsqlConnection guard, Action<string>? say, CancellationToken ct)
    {
        await using var attempt = guard.Command("SELECT pg_try_advisory_lock($1)", AdvisoryLocks.Schema);
        if (!(bool)(await attempt.ExecuteScalarAsync(ct))!)
        {
            say?.Invoke("Another silo brings the schema up to date; waiting for it.");
            await using var take = guard.Command("SELECT pg_advisory_lock($1)", AdvisoryLocks.Schema);
            await take.ExecuteNonQueryAsync(ct);
        }
    }

    private static void Upgrade(string connectionString, string schema, Assembly scripts, Action<string>? say)
    {
        var engine = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(scripts)
            .JournalToPostgresqlTable(schema, "schema_version")
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build();

        // On an empty database all of them together take a second.
        var named = new Queue<SqlScript>(engine.GetExecutedScripts().Count > 0 ? engine.GetScriptsToExecute() : []);
        engine.ScriptExecuted += (_, _) => SayNext();
        SayNext();
        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            throw new SchemaException(result.ErrorScript is { } script ? FileOf(script) : null, result.Error);
        }

        void SayNext()
        {
            if (named.TryDequeue(out var next))
            {
                say?.Invoke($"Bringing the schema up to date: {FileOf(next)}");
            }
        }
    }

    /// <summary>Scripts are named as resources: the folders and the file, with dots between them.</summary>
    private static string FileOf(SqlScript script) => string.Join('.', script.Name.Split('.')[^2..]);
}
