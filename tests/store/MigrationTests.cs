using Lifecycle.Store;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Store;

/// <summary>Bringing the schema up to date keeps nobody else from it.</summary>
public sealed class MigrationTests
{
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
}
