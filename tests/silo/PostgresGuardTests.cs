using Lifecycle.Silo;
using Lifecycle.Silo.Postgres;
using Npgsql;

namespace Lifecycle.Tests.Silo;

public sealed class PostgresGuardTests
{
    [Fact]
    public async Task Refuses_what_would_lose_or_garble_data()
    {
        using var folder = new TestFolder();
        await using var postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(folder.Path) { FastAndUnsafe = true }, default);
        await Db.AskAsync(postgres.ConnectionString, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        var latin = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "latin" }.ConnectionString;

        Assert.Null(await RefusalAsync(postgres.ConnectionString, allowUnsafe: true));
        Assert.Contains("fsync off", await RefusalAsync(postgres.ConnectionString, allowUnsafe: false), StringComparison.Ordinal);
        Assert.Contains("LATIN1", await RefusalAsync(latin, allowUnsafe: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepts_the_embedded_database_as_users_get_it()
    {
        using var folder = new TestFolder();
        await using var postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(folder.Path), default);
        Assert.Null(await RefusalAsync(postgres.ConnectionString, allowUnsafe: false));
    }

    [Fact]
    public async Task Says_in_one_line_that_a_database_cannot_be_reached()
    {
        var refusal = await RefusalAsync("Host=/nowhere;Database=books;Username=u;Password=secret", allowUnsafe: false);
        Assert.StartsWith("The database \"books\" at /nowhere cannot be used: ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal!);
    }

    private static async Task<string?> RefusalAsync(string connectionString, bool allowUnsafe)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        return (await Record.ExceptionAsync(() => PostgresGuard.CheckAsync(source, allowUnsafe, default))) switch
        {
            null => null,
            StartupException refused => refused.Message,
            var other => throw new InvalidOperationException("not a refusal", other),
        };
    }
}
