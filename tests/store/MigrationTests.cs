using System.Collections.Concurrent;
using Lifecycle.Store;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Store;

/// <summary>Bringing the schema up to date keeps nobody else from it, takes as long as it takes, and says at what it is.</summary>
public sealed class MigrationTests
{
    /// <summary>A script that drops an index of a table; without the index it fails.</summary>
    internal const string Script = "101_outcome_index.sql";

    private const string OneSecond = ";Command Timeout=1";

    // Longer than the silo would wait by its connection string.
    private const string TwoSeconds = "SELECT pg_sleep(2)";

    [Fact]
    public async Task Afterwards_the_next_silo_need_not_wait()
    {
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await Migrations.ApplyAsync(connectionString, CancellationToken.None);

        await using var other = new NpgsqlConnection(connectionString + ";Pooling=false");
        await other.OpenAsync();
        await using var held = new NpgsqlCommand("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", other);
        Assert.Equal(0L, await held.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Whoever_comes_second_says_so_and_waits_for_longer_than_any_command_may_take()
    {
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await using var first = await OpenAsync(connectionString);
        await ExecuteAsync(first, $"SELECT pg_advisory_lock({AdvisoryLocks.Schema})");
        var said = new ConcurrentQueue<string>();
        var second = Migrations.ApplyAsync(connectionString + OneSecond, CancellationToken.None, said.Enqueue);
        await WaitedForAsync(connectionString);
        await ExecuteAsync(first, $"{TwoSeconds}; SELECT pg_advisory_unlock({AdvisoryLocks.Schema})");

        await second;
        Assert.Equal(["Another silo brings the schema up to date; waiting for it."], said);
    }

    [Fact]
    public async Task A_script_is_named_and_may_take_longer_than_any_other_command()
    {
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await ForgetAsync(connectionString);
        await TestPostgres.ExecuteAsync(connectionString, "CREATE INDEX care_decision_occurrence ON care_decision (occasion)");
        await using var other = await OpenAsync(connectionString);
        await ExecuteAsync(other, "BEGIN; LOCK TABLE care_decision IN ACCESS SHARE MODE");
        var said = new ConcurrentQueue<string>();
        var upgrade = Task.Run(() => Migrations.ApplyAsync(connectionString + OneSecond, CancellationToken.None, said.Enqueue));
        await WaitedForAsync(connectionString);
        Assert.Equal([$"Bringing the schema up to date: {Script}"], said);
        await ExecuteAsync(other, $"{TwoSeconds}; COMMIT");

        await upgrade;
        await Migrations.ApplyAsync(connectionString, CancellationToken.None, said.Enqueue);
        Assert.Single(said);
    }

    [Fact]
    public async Task A_script_that_fails_is_named_with_the_reason_in_one_line()
    {
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await ForgetAsync(connectionString);
        var failure = await Assert.ThrowsAsync<SchemaException>(() => Migrations.ApplyAsync(connectionString, CancellationToken.None));
        Assert.Equal(
            $"the schema could not be brought up to date: {Script} was rolled back: 42704: index \"care_decision_occurrence\" does not exist", failure.Message);
    }

    [Fact]
    public async Task An_empty_database_is_filled_in_silence()
    {
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await TestPostgres.ExecuteAsync(connectionString, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        await Migrations.ApplyAsync(connectionString, CancellationToken.None, line => Assert.Fail(line));
        Assert.Equal(0L, await Db.AskAsync(connectionString, "SELECT count(*) FROM customer"));
    }

    /// <summary>As if the script had not been applied; what it did remains.</summary>
    internal static Task ForgetAsync(string connectionString) =>
        TestPostgres.ExecuteAsync(connectionString, $"DELETE FROM schema_version WHERE scriptname LIKE '%.{Script}'");

    private static Task WaitedForAsync(string connectionString) => Machine.UntilAsync(
        async () => (bool)(await Db.AskAsync(connectionString, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"))!,
        "somebody to wait for a lock");

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
