using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store;

/// <summary>
/// A right held by a session and not by a transaction: free at the moment its process is gone, since the database sees the
/// connection end. A transaction for as long would keep the alert feed of every silo from settling.
/// </summary>
internal static class SessionLock
{
    /// <summary>The connection that has the lock, to be disposed of; waits until it is free.</summary>
    /// <param name="application">The name of the connection, for whoever looks at the server.</param>
    /// <param name="kind">One of <see cref="AdvisoryLocks"/>.</param>
    public static async Task<NpgsqlConnection> TakeAsync(Database database, string application, int kind, string name, CancellationToken ct)
    {
        var connection = Connect(database, application);
        try
        {
            await connection.OpenAsync(ct);
            await using var take = connection.Command("SELECT pg_advisory_lock($1, hashtext($2))", kind, name);
            take.CommandTimeout = 0; // as long as the other one has it
            await take.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same, unless somebody has it: null then.</summary>
    public static async Task<NpgsqlConnection?> TryTakeAsync(Database database, string application, int kind, string name, CancellationToken ct)
    {
        var connection = Connect(database, application);
        try
        {
            await connection.OpenAsync(ct);
            await using var take = connection.Command("SELECT pg_try_advisory_lock($1, hashtext($2))", kind, name);
            if (await take.ExecuteScalarAsync(ct) is true)
            {
                return connection;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    // Not pooled: a connection that goes back to a pool keeps its locks until somebody takes it out again. Asked every five seconds whether it
    // is there still, so that its holder learns of its end.
    private static NpgsqlConnection Connect(Database database, string application) =>
        new(new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = application, Pooling = false, KeepAlive = 5 }.ConnectionString);
}
