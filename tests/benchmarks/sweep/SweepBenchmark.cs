using System.Diagnostics;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;
using Lifecycle.Jobs;

namespace Lifecycle.Benchmarks.Sweeping;

/// <summary>
/// A policy is published that moves 5 % of the customers, and everybody is rated anew: the sweep, which commits whom it
/// moves with rating and alerts, against SQL that only computes class and score of everybody from the same postings.
/// After every run both must say the same of every customer.
/// </summary>
internal sealed class SweepBenchmark : Benchmark
{
    private const double Moving = 0.05;

    public override string Name => "sweep";

    public override string Description => "re-rating everybody under a policy that moves 5 %, against set-based SQL";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var connectionString = await server.PreloadedAsync(options, "sweep");
        await using var silo = await InProcessSilo.StartAsync(connectionString);
        await using var sql = await SetBasedRating.PrepareAsync(connectionString, silo.Clock.Today);

        // Warms up both, and must find nothing to do.
        var moved = await SweepAsync(silo);
        if (moved.Ratings != 0)
        {
            throw new InvalidOperationException($"{moved.Ratings} customers were not rated as of today.");
        }

        await sql.RateAsync(PendingRule.Default);
        var strict = await sql.FindStricterAsync((long)(Moving * options.Customers));
        Say($"a policy that moves 5 %: {strict}");

        var (figures, baselines, moves) = (new List<double>(), new List<double>(), new List<long>());
        for (var run = 1; run <= options.Runs; run++)
        {
            var rule = run % 2 == 1 ? strict : PendingRule.Default;
            await silo.Policies.PublishAsync(rule.Document(), silo.Clock.Today, silo.Clock.Now, CancellationToken.None);
            await server.CheckpointAsync();
            var (seconds, ratings) = await SweepAsync(silo);
            await server.CheckpointAsync();
            var begun = Stopwatch.GetTimestamp();
            await sql.RateAsync(rule);
            baselines.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
            figures.Add(seconds);
            moves.Add(ratings);
            await sql.CompareAsync(options.Customers);
            Say($"run {run}: sweep {seconds:F2} s, {ratings} moved; SQL {baselines[^1]:F2} s; they agree");
        }

        return BenchmarkResult.Of("s", figures, baselines, new
        {
            Moved = moves,
            Runs = figures.Select(BenchmarkResult.Round),
            BaselineRuns = baselines.Select(BenchmarkResult.Round),
        });
    }

    private static async Task<(double Seconds, long Ratings)> SweepAsync(InProcessSilo silo)
    {
        var before = await CountAsync(silo);
        var begun = Stopwatch.GetTimestamp();
        await silo.ReRate.RunAsync(new JobRun("all", new Progress<JobProgress>()), CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return (seconds, await CountAsync(silo) - before);
    }

    private static async Task<long> CountAsync(InProcessSilo silo)
    {
        await using var command = silo.Database.Readers.CreateCommand("SELECT count(*) FROM rating");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
