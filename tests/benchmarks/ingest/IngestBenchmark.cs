using Lifecycle.Benchmarks.Support;

namespace Lifecycle.Benchmarks.Ingest;

/// <summary>
/// Single postings through a silo in this process, each durable before its caller sends the next one, against one
/// transaction per posting that writes the same rows: with a driver that keeps statements prepared, and with one as it comes.
/// </summary>
/// <param name="start">Starts the silo on a database: the default edition's, or another's.</param>
internal sealed class IngestBenchmark(Func<string, Task<IngestSilo>> start) : Benchmark
{
    private static readonly int[] CallerCounts = [64, 512];

    public override string Name => "ingest";

    public override string Description => "single postings, durable before the answer, at 64 and 512 callers";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var rival = await server.PreloadedAsync(options, "ingest_rival");
        await using var baseline = await TransactionPerPosting.OpenAsync(rival, options, tuned: true);
        await using var plain = await TransactionPerPosting.OpenAsync(rival, options, tuned: false);
        await using var silo = await start(await server.PreloadedAsync(options, "ingest"));
        var (stream, time) = (new PostingStream(options.Customers, BenchmarkServer.Today), TimeSpan.FromSeconds(options.Seconds));
        var (loads, baselines, plains) = (CallerCounts.ToDictionary(c => c, _ => new List<Load>()), new List<double>(), new List<double>());

        await baseline.RunAsync(stream, time); // both sides: warms up code and caches
        await Load.RunAsync(CallerCounts[^1], time, () => silo.PostAsync(stream.Next()));
        for (var run = 1; run <= options.Runs; run++)
        {
            await server.CheckpointAsync();
            baselines.Add(await baseline.RunAsync(stream, time));
            await server.CheckpointAsync();
            plains.Add(await plain.RunAsync(stream, time));
            Say($"run {run}: baseline {baselines[^1]:F0}/s, unprepared {plains[^1]:F0}/s");
            foreach (var callers in CallerCounts)
            {
                await server.CheckpointAsync();
                loads[callers].Add(await Load.RunAsync(callers, time, () => silo.PostAsync(stream.Next())));
                Say($"run {run}: {callers} callers {loads[callers][^1].PerSecond:F0}/s");
            }
        }

        var cases = loads.Select(load => new
        {
            Callers = load.Key,
            Result = BenchmarkResult.Of("postings/s", [.. load.Value.Select(l => l.PerSecond)], baselines),
            Unprepared = BenchmarkResult.Of("postings/s", [.. load.Value.Select(l => l.PerSecond)], plains),
            P99Milliseconds = BenchmarkResult.Median([.. load.Value.Select(l => l.P99)]),
        }).ToArray();
        return cases[^1].Result with
        {
            Details = cases.Select(c => new
            {
                c.Callers,
                Figure = BenchmarkResult.Round(c.Result.Figure),
                Ratio = BenchmarkResult.Round(c.Result.Ratio!.Value),
                RatioUnprepared = BenchmarkResult.Round(c.Unprepared.Ratio!.Value),
                UnpreparedPerSecond = BenchmarkResult.Round(c.Unprepared.Baseline!.Value),
                c.P99Milliseconds,
            }),
        };
    }
}
