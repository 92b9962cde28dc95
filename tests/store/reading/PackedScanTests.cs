using Lifecycle.Store.Reading;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Store.Reading;

public sealed class PackedScanTests
{
    /// <summary>The server has a thousand rows to give, and then none for an hour: whoever read on to the end would wait for it.</summary>
    [Fact]
    public async Task Who_stops_early_does_not_wait_for_the_rest()
    {
        const string Rows = """
            SELECT i::text, 1::bigint, convert_to(repeat('x', 200), 'UTF8') FROM generate_series(1, 1001) AS i
            WHERE i < 1001 OR pg_sleep(3600) IS NOT NULL
            """;
        await using var source = NpgsqlDataSource.Create(await TestPostgres.CreateDatabaseAsync());
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var query = new NpgsqlCommand(Rows, connection) { CommandTimeout = 0 };
            Assert.Equal(500, await FirstAsync(query).WaitAsync(SiloProcess.Guard));

            // The connection is as good as before.
            await using var next = new NpgsqlCommand("SELECT 1", connection);
            Assert.Equal(1, await next.ExecuteScalarAsync());
        }
    }

    private static async Task<int> FirstAsync(NpgsqlCommand query)
    {
        await foreach (var chunk in PackedScan.ReadAsync(query, CancellationToken.None))
        {
            return chunk.Count;
        }

        return 0;
    }
}
