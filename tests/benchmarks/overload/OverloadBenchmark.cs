using System.Collections.Concurrent;
using System.Diagnostics;
using Lifecycle.Benchmarks.Support;

namespace Lifecycle.Benchmarks.Overload;

/// <summary>
/// Four times as many callers as the queues have room for, each of which comes again at once when it is refused, against as many
/// as fit: how much is still done, how long whoever is let in waits, how soon the others are told, and what memory that takes.
/// </summary>
internal sealed class OverloadBenchmark : Benchmark
{
    private const int Callers = 2048;
    private const int Room = Callers / 4;

    public override string Name => "overload";

    public override string Description => "single postings over HTTP from four times as many callers as the queues have room for";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        await using var silo = await SiloClient.StartAsync(
            await server.PreloadedAsync(options, "overload"), Callers, "Lifecycle:Commits:Committers=2", $"Lifecycle:Commits:QueueLength={Room / 2}");
        var (stream, time) = (new PostingStream(options.Customers, BenchmarkServer.Today), TimeSpan.FromSeconds(options.Seconds));
        var (calm, beyond, refused) = (new List<Load>(), new List<Load>(), new List<Load>());

        await Load.RunAsync(Room / 2, time * 2, () => silo.PostAsync(stream.Next())); // warms up code and caches
        var memory = silo.PeakMegabytes;
        for (var run = 1; run <= options.Runs; run++)
        {
            await server.CheckpointAsync();
            calm.Add(await Load.RunAsync(Room / 2, time, () => silo.PostAsync(stream.Next())));
            await server.CheckpointAsync();
            var (accepted, turnedAway) = await BeyondAsync(silo, stream, time);
            beyond.Add(accepted);
            refused.Add(turnedAway);
            Say($"run {run}: {calm[^1].PerSecond:F0}/s, p99 {calm[^1].P99} ms; beyond {accepted.PerSecond:F0}/s, p99 {accepted.P99} ms, "
                + $"refused {turnedAway.PerSecond:F0}/s, p99 {turnedAway.P99} ms; peak {silo.PeakMegabytes:F0} MB");
        }

        return BenchmarkResult.Of("postings/s", [.. beyond.Select(b => b.PerSecond)], [.. calm.Select(c => c.PerSecond)], new
        {
            Callers,
            Room,
            P99Milliseconds = BenchmarkResult.Median([.. beyond.Select(b => b.P99)]),
            CalmP99Milliseconds = BenchmarkResult.Median([.. calm.Select(c => c.P99)]),
            RefusedPerSecond = BenchmarkResult.Round(BenchmarkResult.Median([.. refused.Select(r => r.PerSecond)])),
            RefusedP99Milliseconds = BenchmarkResult.Median([.. refused.Select(r => r.P99)]),
            CalmMegabytes = BenchmarkResult.Round(memory),
            PeakMegabytes = BenchmarkResult.Round(silo.PeakMegabytes),
        });
    }

    private static async Task<(Load Accepted, Load Refused)> BeyondAsync(SiloClient silo, PostingStream stream, TimeSpan time)
    {
        var (accepted, refused, begun) = (new ConcurrentQueue<double>(), new ConcurrentQueue<double>(), Stopwatch.GetTimestamp());
        await Load.RunAsync(Callers, time, async () =>
        {
            var sent = Stopwatch.GetTimestamp();
            var taken = await silo.IsTakenAsync(stream.Next());
            (taken ? accepted : refused).Enqueue(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        });
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return (new(accepted.Count / seconds, [.. accepted]), new(refused.Count / seconds, [.. refused]));
    }
}
