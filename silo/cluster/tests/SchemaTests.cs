using Lifecycle.Cluster.Schema;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Cluster.Tests;

/// <summary>The statements that Orleans' providers read from our tables hold what the providers trust them for.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Silos_that_start_at_once_apply_it_once()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ClusterSchema.ApplyAsync(database, CancellationToken.None)));
        Assert.Equal(3L, await Db.AskAsync(database, "SELECT count(*) FROM orleans.schema_version"));
        Assert.Equal(9L + 7 + 4, await Db.AskAsync(database, "SELECT count(*) FROM orleans.orleansquery"));
    }

    [Fact]
    public async Task Of_many_who_saw_the_same_version_one_joins()
    {
        var database = await PreparedAsync();
        Assert.Equal(true, await RunAsync(database, "InsertMembershipVersionKey"));
        Assert.Equal(false, await RunAsync(database, "InsertMembershipVersionKey"));
        var joined = await Task.WhenAll(Enumerable.Range(1, 8).Select(port => RunAsync(database, "InsertMembershipKey", ("Port", port), ("Version", 0))));
        Assert.Single(joined, answer => answer is true);
        Assert.Equal((1L, 1), (await Db.AskAsync(database, "SELECT count(*) FROM orleans.membership"), await Db.AskAsync(database, "SELECT version FROM orleans.membership_version")));

        var port = (int)(await Db.AskAsync(database, "SELECT port FROM orleans.membership"))!;
        Assert.Equal(false, await RunAsync(database, "InsertMembershipKey", ("Port", port), ("Version", 1)));
        Assert.Equal(false, await RunAsync(database, "UpdateMembershipKey", ("Port", port), ("Version", 0), ("Status", 6)));
        Assert.Equal(false, await RunAsync(database, "UpdateMembershipKey", ("Port", port + 1), ("Version", 1), ("Status", 6)));
        Assert.Equal(1, await Db.AskAsync(database, "SELECT version FROM orleans.membership_version"));
        Assert.Equal(true, await RunAsync(database, "UpdateMembershipKey", ("Port", port), ("Version", 1), ("Status", 6)));
    }

    [Fact]
    public async Task State_is_written_only_over_the_version_that_was_read()
    {
        var database = await PreparedAsync();
        Assert.Equal(1, await RunAsync(database, "WriteToStorageKey"));
        Assert.Equal(DBNull.Value, await RunAsync(database, "WriteToStorageKey"));
        Assert.Equal(2, await RunAsync(database, "WriteToStorageKey", ("GrainStateVersion", 1)));
        Assert.Equal(1, await RunAsync(database, "WriteToStorageKey", ("GrainStateVersion", 1)));
        Assert.Equal(3, await RunAsync(database, "ClearStorageKey", ("GrainStateVersion", 2)));
        Assert.Equal(4, await RunAsync(database, "DeleteStorageKey", ("GrainStateVersion", 3)));
        Assert.Equal(0L, await Db.AskAsync(database, "SELECT count(*) FROM orleans.grain_state"));
    }

    private static async Task<string> PreparedAsync()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await ClusterSchema.ApplyAsync(database, CancellationToken.None);
        return database;
    }

    private static async Task<object?> RunAsync(string database, string query, params (string Name, object Value)[] given)
    {
        await using var connection = new NpgsqlConnection(ClusterSchema.Connection(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var read = new NpgsqlCommand($"SELECT querytext FROM orleansquery WHERE querykey = '{query}'", connection);
        await using var run = new NpgsqlCommand((string)(await read.ExecuteScalarAsync())!, connection);
        var parameters = new Dictionary<string, object>
        {
            ["DeploymentId"] = "d", ["Address"] = "127.0.0.1", ["Port"] = 1, ["Generation"] = 1, ["SiloName"] = "s", ["HostName"] = "h", ["Status"] = 3,
            ["ProxyPort"] = 0, ["StartTime"] = DateTime.UtcNow, ["IAmAliveTime"] = DateTime.UtcNow, ["SuspectTimes"] = DBNull.Value, ["Version"] = 0,
            ["ServiceId"] = "s", ["GrainTypeString"] = "t", ["GrainIdN0"] = 0L, ["GrainIdN1"] = 0L, ["GrainIdExtensionString"] = "k",
            ["PayloadBinary"] = new byte[] { 1 }, ["GrainStateVersion"] = DBNull.Value,
        };
        foreach (var (name, value) in given)
        {
            parameters[name] = value;
        }

        foreach (var (name, value) in parameters)
        {
            run.Parameters.AddWithValue(name, value);
        }

        return await run.ExecuteScalarAsync();
    }
}
