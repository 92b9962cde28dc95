using Lifecycle.Benchmarks.Preload;
using Lifecycle.Grains;
using Lifecycle.Silo.Postgres;
using Lifecycle.Store;
using Lifecycle.Store.Policies;
using Npgsql;

namespace Lifecycle.Benchmarks.Support;

/// <summary>
/// A PostgreSQL with the settings of the embedded one (durable), whose preloaded portfolios stay for the next benchmark.
/// </summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    /// <summary>The business day of every preloaded portfolio.</summary>
    public static readonly DateOnly Today = new(2026, 6, 15);

    private readonly EmbeddedPostgres postgres;
    private readonly Action<string> say;

    private BenchmarkServer(EmbeddedPostgres postgres, Action<string> say) => (this.postgres, this.say) = (postgres, say);

    public static async Task<BenchmarkServer> StartAsync(BenchmarkOptions options, Action<string> say) =>
        new(await EmbeddedPostgres.StartAsync(new(options.Folder) { Progress = say }, CancellationToken.None), say);

    /// <summary>A copy of the preloaded portfolio for one benchmark alone; made first where it is not there yet.</summary>
    public async Task<string> PreloadedAsync(BenchmarkOptions options, string name)
    {
        // Its name changes with what is in it: an older one would not do.
        var template = $"preloaded_dated_{options.Customers}_{options.Postings}";
        if (!await ExistsAsync(template))
        {
            var draft = await EmptyAsync(template + "_draft");
            await using (var database = new Database(draft))
            {
                var policies = new PolicyStore(database);
                await policies.StartAsync(At(Today), CancellationToken.None);
                var synthetic = new SyntheticPortfolio(options.Postings / options.Customers, Today);
                await new Preloader(draft, synthetic, say).FillAsync(options.Customers, policies.Book);
            }

            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync($"ALTER DATABASE {template}_draft RENAME TO {template}");
        }

        say($"copying {template}");
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy");
        await Migrations.ApplyAsync(On(name), CancellationToken.None); // the portfolio may be older than the schema
        await ExecuteAsync("CHECKPOINT");
        return On(name);
    }

    /// <summary>A migrated database without anybody in it.</summary>
    public async Task<string> EmptyAsync(string name)
    {
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {name}");
        await Migrations.ApplyAsync(On(name), CancellationToken.None);
        return On(name);
    }

    public static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new(4, 0)), TimeSpan.Zero);

    /// <summary>Every run begins with the same debts: dirty pages of the one before are on disk.</summary>
    public Task CheckpointAsync() => ExecuteAsync("CHECKPOINT");

    public ValueTask DisposeAsync() => postgres.DisposeAsync();

    private async Task<bool> ExistsAsync(string database)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = database } } };
        return (long)(await command.ExecuteScalarAsync())! == 1;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private string On(string database) => new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = database }.ConnectionString;
}
