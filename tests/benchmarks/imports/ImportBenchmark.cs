using System.Diagnostics;
using System.Text.Json;
using Lifecycle.Benchmarks.Support;
using Npgsql;

namespace Lifecycle.Benchmarks.Imports;

/// <summary>
/// A file of postings in random order for customers that exist, sent over HTTP until all of them are rated, against a bare
/// COPY of the same rows into an empty table with the same indexes. Then the import is undone.
/// </summary>
internal sealed class ImportBenchmark : Benchmark
{
    public override string Name => "import";

    public override string Description => "a file of postings in random order over HTTP until rated, against COPY of the rows; then undone";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        Directory.CreateDirectory(options.Folder);
        Say("writing the file");
        var file = await ShuffledFile.WriteAsync(options, BenchmarkServer.Today);
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var (figures, baselines, memory) = (new List<double>(), new List<double>(), new List<double>());
        var (undone, memoryUndone) = (new List<double>(), new List<double>());
        for (var run = 1; run <= options.Runs; run++)
        {
            // The database of the run before is dropped, and pooled connections to it with it.
            NpgsqlConnection.ClearAllPools();
            var database = await server.PreloadedAsync(options with { Postings = 0 }, "import");
            baselines.Add(options.Postings / await CopyAsync(database, file.Copy));
            Say($"run {run}: COPY {baselines[^1]:F0}/s");
            await server.CheckpointAsync();
            await using var silo = await SiloClient.StartAsync(database, connections: 1);
            var (import, seconds) = await ImportAsync(silo.Http, file.Import, options.Postings);
            figures.Add(options.Postings / seconds);
            memory.Add(silo.PeakMegabytes);
            Say($"run {run}: import {figures[^1]:F0}/s, peak {memory[^1]:F0} MB");
            undone.Add(options.Postings / await UndoAsync(silo.Http, import));
            memoryUndone.Add(silo.PeakMegabytes);
            Say($"run {run}: undone {undone[^1]:F0}/s, peak {memoryUndone[^1]:F0} MB");
        }

        return BenchmarkResult.Of("rows/s", figures, baselines, new
        {
            PeakMegabytes = BenchmarkResult.Round(BenchmarkResult.Median(memory)),
            UndonePerSecond = BenchmarkResult.Round(BenchmarkResult.Median(undone)),
            PeakMegabytesUndone = BenchmarkResult.Round(BenchmarkResult.Median(memoryUndone)),
        });
    }

    /// <summary>The seconds a COPY takes.</summary>
    private static async Task<double> CopyAsync(string database, string file)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, "CREATE TABLE bare (LIKE posting INCLUDING ALL)");
        var begun = Stopwatch.GetTimestamp();
        using (var rows = new StreamReader(file))
        await using (var copy = await connection.BeginTextImportAsync(
            "COPY bare (customer_id, source, external_id, kind, cents, occurred_on, recorded_at) FROM STDIN (FORMAT csv)"))
        {
            var block = new char[1 << 16];
            while (await rows.ReadAsync(block) is var read and > 0)
            {
                await copy.WriteAsync(block.AsMemory(0, read));
            }
        }

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await ExecuteAsync(connection, "DROP TABLE bare");
        return seconds;
    }

    /// <summary>The address of the import, and the seconds from the first byte sent to its end.</summary>
    private static async Task<(Uri Import, double Seconds)> ImportAsync(HttpClient client, string file, int rows)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var body = File.OpenRead(file);
        using var posted = await client.PostAsync("/api/v1/imports?kind=postings", new StreamContent(body, 1 << 17));
        posted.EnsureSuccessStatusCode();
        var import = posted.Headers.Location!;
        var ended = await EndAsync(client, import, i => i);
        return ended.GetProperty("accepted").GetInt64() == rows
            ? (import, Stopwatch.GetElapsedTime(begun).TotalSeconds)
            : throw new InvalidOperationException($"The import ended otherwise: {ended}");
    }

    /// <summary>The seconds until nothing is left of it.</summary>
    private static async Task<double> UndoAsync(HttpClient client, Uri import)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await client.DeleteAsync(import);
        answer.EnsureSuccessStatusCode();
        await EndAsync(client, import, i => i.GetProperty("undo"));
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<JsonElement> EndAsync(HttpClient client, Uri import, Func<JsonElement, JsonElement> part)
    {
        while (true)
        {
            using var answer = JsonDocument.Parse(await client.GetStringAsync(import));
            switch (part(answer.RootElement).GetProperty("status").GetString())
            {
                case "queued" or "running":
                    await Task.Delay(TimeSpan.FromMilliseconds(200));
                    break;
                case "done":
                    return answer.RootElement.Clone();
                default:
                    throw new InvalidOperationException($"The import ended otherwise: {answer.RootElement}");
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
