using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.WhatIf;

/// <summary>
/// The right to write to one simulation, held by a session and not by a transaction: one that spans the run would keep the alert
/// feed of every silo from settling. It ends with its connection, and whatever is written through that ends with it.
/// </summary>
internal static class SimulationTurn
{
    /// <summary>The connection that has the turn, to be disposed of; waits until it is free.</summary>
    public static async Task<NpgsqlConnection> TakeAsync(Database database, Guid id, CancellationToken ct)
    {
        var connection = await OpenAsync(database, ct);
        try
        {
            await using var take = connection.Command("SELECT pg_advisory_lock($1, hashtext($2))", AdvisoryLocks.Simulations, id.ToString());
            take.CommandTimeout = 0; // as long as the other one runs
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
    public static async Task<NpgsqlConnection?> TryTakeAsync(Database database, Guid id, CancellationToken ct)
    {
        var connection = await OpenAsync(database, ct);
        try
        {
            await using var take = connection.Command("SELECT pg_try_advisory_lock($1, hashtext($2))", AdvisoryLocks.Simulations, id.ToString());
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

    // Not pooled: a connection that goes back to a pool keeps its locks until somebody takes it out again.
    private static async Task<NpgsqlConnection> OpenAsync(Database database, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = "lifecycle-simulation",
            Pooling = false,
            KeepAlive = 10,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
