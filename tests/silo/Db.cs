using Npgsql;

namespace Lifecycle.Tests.Silo;

/// <summary>One statement on a connection of its own.</summary>
internal static class Db
{
    // A slow machine takes its time: tests that hang are ended elsewhere.
    private const string Patient = ";Pooling=false;Timeout=300;Command Timeout=300";

    public static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + Patient);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A server process that computes for ever and so does not notice that its server is gone.</summary>
    public static async Task<BusyBackend> KeepBusyAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + Patient + ";Command Timeout=0");
        await connection.OpenAsync();
        await using var loop = new NpgsqlCommand("DO $$ BEGIN LOOP END LOOP; END $$", connection);
        var running = loop.ExecuteNonQueryAsync();
        var active = $"SELECT 1 FROM pg_stat_activity WHERE pid = {connection.ProcessID} AND state = 'active'";
        await Machine.UntilAsync(async () => await AskAsync(connectionString, active) is not null, "the busy backend");
        return new BusyBackend(connection, running);
    }
}

/// <summary>A connection whose statement only ends when its server process does.</summary>
internal sealed record BusyBackend(NpgsqlConnection Connection, Task Statement) : IAsyncDisposable
{
    public int ProcessId { get; } = Connection.ProcessID;

    public async ValueTask DisposeAsync()
    {
        if (Machine.IsAlive(ProcessId))
        {
            Machine.Kill(ProcessId); // a failed test must end too
        }

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Statement);
        await Connection.DisposeAsync();
    }
}
