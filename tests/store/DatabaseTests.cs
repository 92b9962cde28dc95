using Lifecycle.Store;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Store;

/// <summary>The limits of a commit are those of the connection string where it has any; its durability is no matter of taste.</summary>
public sealed class DatabaseTests
{
    [Theory]
    [InlineData("", "2s 5s on")]
    [InlineData("-c lock_timeout=7s -c synchronous_commit=off", "7s 5s on")]
    [InlineData("-c idle_in_transaction_session_timeout=1min", "2s 1min on")]
    public async Task A_commit_waits_and_lasts(string options, string expected)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await TestPostgres.CreateDatabaseAsync()) { Options = options }.ConnectionString;
        await using var database = new Database(connectionString);
        await using var command = database.Committers.CreateCommand(
            "SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'), current_setting('synchronous_commit'))");

        Assert.Equal(expected, await command.ExecuteScalarAsync());
    }
}
