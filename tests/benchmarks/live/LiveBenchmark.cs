using System.Diagnostics;
using Lifecycle.Benchmarks.Preload;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Live;

/// <summary>
/// 1 000 postings a second, sent by the clock and not by the answers, each the first of its customer and so the reason
/// of an alert: how long after the answer the event stream tells it. Baseline: how long the answers themselves took.
/// </summary>
internal sealed class LiveBenchmark : Benchmark
{
    private const int PerSecond = 1000;

    // The program compiles its hot paths while they run.
    private const int WarmUps = 2;

    public override string Name => "live";

    public override string Description => "posting accepted → alert on the event stream, at 1 000 postings a second: p99";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var connectionString = await server.PreloadedAsync(options, "live");
        var fresh = Enumerable.Range(0, PerSecond * options.Seconds * (options.Runs + WarmUps)).Select(n => $"fresh-{n:D7}").ToArray();
        await RegisterAsync(connectionString, fresh);

        await using var silo = await SiloClient.StartAsync(connectionString, connections: 256);
        using var listener = await AlertListener.OpenAsync(silo);
        var (told, answered) = (new List<double>(), new List<double>());
        foreach (var (run, customers) in fresh.Chunk(PerSecond * options.Seconds).Index())
        {
            var (tell, answer) = await RunAsync(silo, listener, customers);
            Say($"run {run}: alert p99 {BenchmarkResult.Percentile(tell, 0.99):F1} ms after the answer, answer p99 {BenchmarkResult.Percentile(answer, 0.99):F1} ms");
            if (run >= WarmUps)
            {
                told.Add(BenchmarkResult.Percentile(tell, 0.99));
                answered.Add(BenchmarkResult.Percentile(answer, 0.99));
            }
        }

        return BenchmarkResult.Of("ms p99", told, answered, new { PostingsPerSecond = PerSecond, Runs = told.Select(BenchmarkResult.Round) });
    }

    private static async Task<(List<double> Told, List<double> Answered)> RunAsync(SiloClient silo, AlertListener listener, string[] customers)
    {
        var begun = Stopwatch.GetTimestamp();
        var sending = new List<Task<(string Customer, long Accepted, double Took)>>();
        for (var n = 0; n < customers.Length; n++)
        {
            while (Stopwatch.GetElapsedTime(begun).TotalSeconds * PerSecond < n)
            {
                await Task.Delay(1);
            }

            sending.Add(SendAsync(silo, customers[n]));
        }

        var (told, answered) = (new List<double>(), new List<double>());
        foreach (var (customer, accepted, took) in await Task.WhenAll(sending))
        {
            var heard = await listener.WhenHeardAsync(customer, TimeSpan.FromMinutes(1));
            told.Add(Math.Max(0, Stopwatch.GetElapsedTime(accepted, heard).TotalMilliseconds));
            answered.Add(took);
        }

        return (told, answered);
    }

    private static async Task<(string Customer, long Accepted, double Took)> SendAsync(SiloClient silo, string customer)
    {
        var sent = Stopwatch.GetTimestamp();
        await silo.PostAsync(new("live", customer, customer, PostingKind.Shipment, 12_345_00, BenchmarkServer.Today, null));
        return (customer, Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
    }

    private static async Task RegisterAsync(string connectionString, string[] ids)
    {
        await using var silo = await InProcessSilo.StartAsync(connectionString);
        await Task.WhenAll(ids.Select((id, n) => silo.SubmitAsync(id, SyntheticPortfolio.Registration(n, silo.Clock.Today))));
    }
}
