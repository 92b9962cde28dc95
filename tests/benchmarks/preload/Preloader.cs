using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Benchmarks.Preload;

/// <summary>
/// Fills an empty database with what a silo would have written, in minutes instead of hours: states folded, rated and
/// packed by the product's own functions, written with COPY. `verify` finds nothing to complain about.
/// </summary>
internal sealed class Preloader(string connectionString, SyntheticPortfolio synthetic, Action<string> say)
{
    private const int Chunk = 20_000;

    private readonly DateTimeOffset now = new(synthetic.Today.ToDateTime(new(12, 0)), TimeSpan.Zero);
    private readonly Portfolio portfolio = new();

    public async Task FillAsync(int customers, PolicyBook policies)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var indexes = await IndexSwap.DropAsync(source, "posting");
        for (var first = 0; first < customers; first += Chunk)
        {
            var made = Enumerable.Range(first, Math.Min(Chunk, customers - first)).AsParallel().AsOrdered()
                .Select(number => PreloadedCustomer.Make(number, synthetic, policies)).ToList();
            made.ForEach(c => portfolio.Add(c.State.Standing!));
            await Task.WhenAll(PreloadTables.All.Select(table => table.CopyAsync(source, made, now)));
            if (first / Chunk % 5 == 4)
            {
                say($"preloaded {first + made.Count} of {customers} customers");
            }
        }

        await PreloadTables.CellsAsync(source, portfolio);
        await ExecuteAsync(source, PreloadTables.AlertChanges);
        say("building the indexes of posting");
        await indexes.RestoreAsync();
        await ExecuteAsync(source, "VACUUM (ANALYZE)");
        await ExecuteAsync(source, "CHECKPOINT");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
