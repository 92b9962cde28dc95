using System.Diagnostics;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Jobs;

namespace Lifecycle.Benchmarks.Due;

/// <summary>
/// The business day advances, and whoever's step day has come is reviewed: what one due customer costs among all, against
/// what one costs in a portfolio of a tenth of the size.
/// </summary>
internal sealed class DueBenchmark : Benchmark
{
    private const double DueShare = 0.05;

    public override string Name => "due";

    public override string Description => "the day's advance with 5 % of the customers due, against a tenth of the portfolio";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var tenth = options with { Customers = options.Customers / 10, Postings = options.Postings / 10 };
        await using var large = await InProcessSilo.StartAsync(await server.PreloadedAsync(options, "due"));
        await using var small = await InProcessSilo.StartAsync(await server.PreloadedAsync(tenth, "due_tenth"));
        await AdvanceAsync(server, large, options.Customers); // warms up
        await AdvanceAsync(server, small, tenth.Customers);

        var (figures, baselines, runs) = (new List<double>(), new List<double>(), new List<object>());
        for (var run = 1; run <= options.Runs; run++)
        {
            var (smallDue, smallSeconds) = await AdvanceAsync(server, small, tenth.Customers);
            var (due, seconds) = await AdvanceAsync(server, large, options.Customers);
            figures.Add(seconds / due * 1e6);
            baselines.Add(smallSeconds / smallDue * 1e6);
            runs.Add(new { Due = due, Seconds = BenchmarkResult.Round(seconds), SmallDue = smallDue, SmallSeconds = BenchmarkResult.Round(smallSeconds) });
            Say($"run {run}: {due} due in {seconds:F2} s, {figures[^1]:F0} us each; of a tenth {smallDue} in {smallSeconds:F2} s, {baselines[^1]:F0} us each");
        }

        return BenchmarkResult.Of("us per due customer", figures, baselines, new
        {
            SecondsFor50000 = BenchmarkResult.Round(BenchmarkResult.Median(figures) * 50_000 / 1e6),
            Runs = runs,
        });
    }

    /// <summary>Moves the clock until a twentieth of the customers is due, and reviews them.</summary>
    private static async Task<(long Due, double Seconds)> AdvanceAsync(BenchmarkServer server, InProcessSilo silo, int customers)
    {
        do
        {
            silo.Clock.Today = silo.Clock.Today.AddDays(1);
        }
        while (await silo.Reviews.CountDue(silo.Clock.Today, CancellationToken.None) < DueShare * customers);

        await server.CheckpointAsync();
        var done = new LastProgress();
        var begun = Stopwatch.GetTimestamp();
        await silo.ReRate.RunAsync(new JobRun(null, done), CancellationToken.None);
        return (done.Processed, Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    private sealed class LastProgress : IProgress<JobProgress>
    {
        public long Processed { get; private set; }

        public void Report(JobProgress value) => Processed = value.Processed;
    }
}
