using System.Diagnostics;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Benchmarks.Sweeping;
using Lifecycle.Grains;
using Lifecycle.Store.Past;
using Lifecycle.Store.Reading;
using Lifecycle.Store.WhatIf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Benchmarks.Simulating;

/// <summary>
/// A draft is tried on everybody as of a day, movers written and result kept, against the portfolio of the same day; and
/// postings alone against postings beside one simulation after the other.
/// </summary>
internal sealed class SimulateBenchmark : Benchmark
{
    private const int Callers = 64;

    // Two unpaid shipments are a problem already, not only one.
    private static readonly string Draft = new PendingRule(MostBatches: 2, LeastCents: 1).Document();

    public override string Name => "simulate";

    public override string Description => "a draft tried on everybody, against the portfolio of a past day; and what it takes from postings";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var connectionString = await server.PreloadedAsync(options, "simulate");
        await using var silo = await InProcessSilo.StartAsync(connectionString);
        var customers = new CustomerReader(silo.Database, NullLogger<CustomerReader>.Instance);
        var simulations = new Simulations(silo.Database, customers, silo.Policies, silo.Clock, NullLogger<Simulations>.Instance);
        var (stream, time) = (new PostingStream(options.Customers, silo.Clock.Today), TimeSpan.FromSeconds(options.Seconds));
        var (figures, baselines, alone, beside) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());

        var movers = await SimulateAsync(simulations, silo.Clock); // warms up
        await PortfolioAsync(silo, customers);
        await PostAsync(silo, stream, time);
        for (var run = 1; run <= options.Runs; run++)
        {
            await server.CheckpointAsync();
            figures.Add(await SecondsAsync(() => SimulateAsync(simulations, silo.Clock)));
            baselines.Add(await SecondsAsync(() => PortfolioAsync(silo, customers)));

            await server.CheckpointAsync();
            alone.Add(await PostAsync(silo, stream, time));
            await server.CheckpointAsync();
            beside.Add(await PostBesideAsync(silo, stream, time, simulations));
            Say($"run {run}: simulation {figures[^1]:F2} s, portfolio {baselines[^1]:F2} s; postings {alone[^1]:F0}/s alone, {beside[^1]:F0}/s beside simulations");
        }

        return BenchmarkResult.Of("s", figures, baselines, new
        {
            Movers = movers,
            PostingsAlonePerSecond = BenchmarkResult.Round(BenchmarkResult.Median(alone)),
            PostingsBesidePerSecond = BenchmarkResult.Round(BenchmarkResult.Median(beside)),
            RatioBesideSimulations = BenchmarkResult.Round(BenchmarkResult.Of("", beside, alone).Ratio!.Value),
            Runs = figures.Select(BenchmarkResult.Round),
            BaselineRuns = baselines.Select(BenchmarkResult.Round),
        });
    }

    /// <summary>Simulates once; answers how many move.</summary>
    private static async Task<long> SimulateAsync(Simulations simulations, IBusinessClock clock)
    {
        var simulation = new Simulation(Guid.NewGuid(), 2, 1, null, null, [clock.Today], DateTimeOffset.UtcNow);
        if (await simulations.Create(simulation, Draft, null, "benchmark", null, CancellationToken.None) is null)
        {
            throw new InvalidOperationException("Nobody else should be simulating here.");
        }

        await simulations.Run(simulation.Id, new Progress<(long Done, long Total)>(), CancellationToken.None);
        return (await simulations.Result(simulation.Id, CancellationToken.None))!.Movers;
    }

    /// <summary>The same day's portfolio, with nothing remembered.</summary>
    private static async Task PortfolioAsync(InProcessSilo silo, CustomerReader customers)
    {
        using var past = new PastFigures(silo.Database, customers, silo.Policies);
        await past.PortfolioOf(silo.Clock.Today, CancellationToken.None);
    }

    private static async Task<double> PostBesideAsync(InProcessSilo silo, PostingStream stream, TimeSpan time, Simulations simulations)
    {
        var posting = PostAsync(silo, stream, time);
        while (!posting.IsCompleted)
        {
            await SimulateAsync(simulations, silo.Clock);
        }

        return await posting;
    }

    /// <summary>Postings per second.</summary>
    private static async Task<double> PostAsync(InProcessSilo silo, PostingStream stream, TimeSpan time) =>
        (await Load.RunAsync(Callers, time, () => silo.PostAsync(stream.Next()))).PerSecond;

    private static async Task<double> SecondsAsync(Func<Task> what)
    {
        var begun = Stopwatch.GetTimestamp();
        await what();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
