using System.Diagnostics;
using Lifecycle.Benchmarks.Preload;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Ingest;

/// <summary>
/// Single postings through the silo in this process, each durable before its caller sends the next one, against one
/// transaction per posting that writes the same rows.
/// </summary>
internal sealed class IngestBenchmark : Benchmark
{
    private static readonly int[] CallerCounts = [64, 512];

    public override string Name => "ingest";

    public override string Description => "single postings, durable before the answer, at 64 and 512 callers";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var rival = await server.PreloadedAsync(options, "ingest_rival");
        await using var baseline = await TransactionPerPosting.OpenAsync(rival, options);
        await using var silo = await InProcessSilo.StartAsync(await server.PreloadedAsync(options, "ingest"));
        var streams = new PostingStream(options.Customers, silo.Clock.Today);
        var (figures, baselines, latencies) = (CallerCounts.ToDictionary(c => c, _ => new List<double>()), new List<double>(), CallerCounts.ToDictionary(c => c, _ => new List<double>()));

        await LoadAsync(silo, streams, 512, TimeSpan.FromSeconds(options.Seconds), []); // warms up code and caches
        for (var run = 1; run <= options.Runs; run++)
        {
            await server.CheckpointAsync();
            baselines.Add(await baseline.RunAsync(streams, TimeSpan.FromSeconds(options.Seconds)));
            Say($"run {run}: baseline {baselines[^1]:F0}/s");
            foreach (var callers in CallerCounts)
            {
                await server.CheckpointAsync();
                figures[callers].Add(await LoadAsync(silo, streams, callers, TimeSpan.FromSeconds(options.Seconds), latencies[callers]));
                Say($"run {run}: {callers} callers {figures[callers][^1]:F0}/s");
            }
        }

        var cases = CallerCounts.Select(callers => new
        {
            Callers = callers,
            Figure = BenchmarkResult.Round(BenchmarkResult.Median(figures[callers])),
            Ratio = BenchmarkResult.Round(BenchmarkResult.Of("", figures[callers], baselines).Ratio!.Value),
            P99Milliseconds = BenchmarkResult.Round(BenchmarkResult.Percentile(latencies[callers], 0.99)),
            Runs = figures[callers].Select(BenchmarkResult.Round),
        });
        return BenchmarkResult.Of("postings/s", figures[512], baselines, new { Cases = cases, BaselineRuns = baselines.Select(BenchmarkResult.Round) });
    }

    /// <summary>Postings per second that were accepted while every caller waits for its answer before it goes on.</summary>
    private static async Task<double> LoadAsync(InProcessSilo silo, PostingStream stream, int callers, TimeSpan time, List<double> latencies)
    {
        var begun = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var done = 0;
            var mine = new List<double>();
            while (Stopwatch.GetElapsedTime(begun) < time)
            {
                var posting = stream.Next();
                var sent = Stopwatch.GetTimestamp();
                var verdict = await silo.Customers.Submit(posting.CustomerId, new AcceptPosting(silo.Clock.Today, posting), PostingStream.Origin);
                mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                done += verdict.Status == VerdictStatus.Accepted ? 1 : throw new InvalidOperationException($"Not accepted: {verdict.Refusal?.Code}");
            }

            lock (latencies)
            {
                latencies.AddRange(mine);
            }

            return done;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
