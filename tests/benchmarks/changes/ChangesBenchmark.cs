using System.Diagnostics;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;
using Lifecycle.Store.Past;
using Lifecycle.Store.Reading;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Benchmarks.Changes;

/// <summary>
/// What moved the portfolio over a month in which a policy came into force and one in a hundred postings came late, against
/// the portfolio as of one past day. Nothing is answered from memory: every run asks about other days.
/// </summary>
internal sealed class ChangesBenchmark : Benchmark
{
    private const int PolicyAge = 15;

    public override string Name => "changes";

    public override string Description => "what moved the portfolio over a month, against the portfolio as of one past day";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var connectionString = await server.PreloadedAsync(options, "changes");
        await using var silo = await InProcessSilo.StartAsync(connectionString);
        using var past = new PastFigures(silo.Database, new CustomerReader(silo.Database, NullLogger<CustomerReader>.Instance), silo.Policies);
        var stricter = PolicyReader.DefaultJson.Replace("20000", "25000", StringComparison.Ordinal);
        await silo.Policies.PublishAsync(stricter, silo.Clock.Today.AddDays(-PolicyAge), silo.Clock.Now, CancellationToken.None);

        var (figures, baselines, moved) = (new List<double>(), new List<double>(), new Dictionary<Cause, decimal>());
        for (var run = 0; run <= options.Runs; run++)
        {
            // The first only warms up.
            var to = silo.Clock.Today.AddDays(-run % PolicyAge);
            var begun = Stopwatch.GetTimestamp();
            var changes = await past.ChangesBetween(to.AddMonths(-1), to, silo.Clock, CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            begun = Stopwatch.GetTimestamp();
            var portfolio = await past.PortfolioOf(to, CancellationToken.None);
            var baseline = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            MustAddUp(changes, portfolio);
            if (run == 0)
            {
                continue;
            }

            figures.Add(seconds);
            baselines.Add(baseline);
            moved = Enum.GetValues<Cause>().ToDictionary(cause => cause, cause => changes.By(cause).Total.Receivable / 100m);
            Say($"run {run}: changes {seconds:F2} s, past day {baseline:F2} s");
        }

        return BenchmarkResult.Of("s", figures, baselines, new { ReceivableMoved = moved, Runs = figures.Select(BenchmarkResult.Round) });
    }

    private static void MustAddUp(Attribution changes, Portfolio portfolio)
    {
        var sum = Enum.GetValues<Cause>().Aggregate(changes.Before.Total, (sum, cause) => sum + changes.By(cause).Total);
        if (sum != changes.After.Total || sum != portfolio.Total)
        {
            throw new InvalidOperationException($"{sum} is not {changes.After.Total} or {portfolio.Total}");
        }
    }
}
