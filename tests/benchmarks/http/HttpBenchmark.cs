using Lifecycle.Benchmarks.Support;

namespace Lifecycle.Benchmarks.Http;

/// <summary>Single postings over HTTP, against the emptiest request that the same client and server can exchange.</summary>
internal sealed class HttpBenchmark : Benchmark
{
    private const int Connections = 128;

    public override string Name => "http";

    public override string Description => "single postings over loopback HTTP at 128 connections; baseline: an empty request";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        await using var silo = await SiloClient.StartAsync(await server.PreloadedAsync(options, "http"), Connections);
        var (stream, time) = (new PostingStream(options.Customers, BenchmarkServer.Today), TimeSpan.FromSeconds(options.Seconds));
        var (posted, empty) = (new List<Load>(), new List<Load>());

        await Load.RunAsync(Connections, time * 2, () => silo.PostAsync(stream.Next())); // warms up code and caches
        for (var run = 1; run <= options.Runs; run++)
        {
            await server.CheckpointAsync();
            empty.Add(await Load.RunAsync(Connections, time / 2, () => silo.GetAsync("/health/live")));
            posted.Add(await Load.RunAsync(Connections, time, () => silo.PostAsync(stream.Next())));
            Say($"run {run}: {posted[^1].PerSecond:F0}/s, p99 {posted[^1].P99} ms; empty requests {empty[^1].PerSecond:F0}/s");
        }

        return BenchmarkResult.Of("postings/s", [.. posted.Select(p => p.PerSecond)], [.. empty.Select(e => e.PerSecond)], new
        {
            Connections,
            P50Milliseconds = BenchmarkResult.Median([.. posted.Select(p => p.P50)]),
            P99Milliseconds = BenchmarkResult.Median([.. posted.Select(p => p.P99)]),
            Runs = posted.Select(p => BenchmarkResult.Round(p.PerSecond)),
        });
    }
}
