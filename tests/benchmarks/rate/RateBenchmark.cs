using System.Diagnostics;
using Lifecycle.Benchmarks.Preload;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Rate;

/// <summary>The pure rating of one customer, without and with its explanation; what of it is allocated.</summary>
internal sealed class RateBenchmark : Benchmark
{
    private const int Customers = 2000;

    public override string Name => "rate";

    public override string Description => "the pure rating of one customer, explanation off and on, in nanoseconds";

    public override Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        var policies = new PolicyBook([new(1, Days.Earliest, PolicyReader.Read(PolicyReader.DefaultJson).Document!)]);
        var (today, policy) = (BenchmarkServer.Today, policies.InForceOn(BenchmarkServer.Today));
        var synthetic = new SyntheticPortfolio(options.Postings / options.Customers, today);
        var customers = Enumerable.Range(0, Customers).Select(n => PreloadedCustomer.Make(n, synthetic, policies)).ToArray();
        var states = Array.ConvertAll(customers, c => c.State);
        var packed = Array.ConvertAll(states, PackedState.Pack);

        var off = Measure(options, i => Rater.Rate(states[i], today, policy).ScoreHundredths);
        var on = Measure(options, i => Explanation.Of(policy, Rater.Rate(states[i], today, policy).Measures).Rules.Length);
        var parts = new
        {
            Off = off,
            On = on,
            Review = Measure(options, i => Rater.Review(states[i], today, policies).Rating.Tier),
            RateAndAlerts = Measure(options, i => Customer.Rate(states[i], today, policies).Alerts.Length),
            Pack = Measure(options, i => PackedState.Pack(states[i]).Length),
            Unpack = Measure(options, i => PackedState.Unpack(states[i].Id, 1, packed[i]).Movements.Items.Length),
            PackMeasures = Measure(options, i => PackedMeasures.Pack(customers[i].Rating.Measures).Length),
            PackedBytes = packed.Average(p => p.Length),
        };
        return Task.FromResult(new BenchmarkResult("ns", off.Nanoseconds, null, null, parts));
    }

    private static Cost Measure(BenchmarkOptions options, Func<int, int> work)
    {
        var (times, bytes, sum) = (new List<double>(), 0L, 0);
        for (var run = -20; run < options.Runs; run++)
        {
            var (allocated, begun) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            for (var i = 0; i < Customers * 20; i++)
            {
                sum += work(i % Customers);
            }

            if (run >= 0) // until then it is compiled, measured by the runtime, and compiled again
            {
                times.Add(Stopwatch.GetElapsedTime(begun).TotalNanoseconds / (Customers * 20));
                bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            }
        }

        GC.KeepAlive(sum);
        return new(BenchmarkResult.Round(BenchmarkResult.Median(times)), BenchmarkResult.Round((double)bytes / (Customers * 20)));
    }

    /// <summary>Of one call.</summary>
    private sealed record Cost(double Nanoseconds, double Bytes);
}
