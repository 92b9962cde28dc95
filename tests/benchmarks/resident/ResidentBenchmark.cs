using Lifecycle.Benchmarks.Preload;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Resident;

/// <summary>What a customer with 25 active days takes of the silo's memory while it is resident, all indexes of the activations included.</summary>
internal sealed class ResidentBenchmark : Benchmark
{
    private const int ActiveDays = 25;
    private const int Customers = 50_000;

    public override string Name => "resident";

    public override string Description => "bytes of memory per resident customer with 25 active days";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        var sized = options with { Customers = Customers, Postings = Customers * ActiveDays };
        await using var server = await BenchmarkServer.StartAsync(sized, Say);
        await using var silo = await InProcessSilo.StartAsync(
            await server.PreloadedAsync(sized, "resident"), new() { ResidentCustomers = Customers * 4 });
        await TouchAsync(silo, 0, 1000); // what is made once per silo, and per connection
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await TouchAsync(silo, 1000, Customers);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        var touched = Customers - 1000;
        var resident = (double)(after - before) / touched;
        GC.KeepAlive(silo);
        return new("bytes", resident, null, null, new { ActiveDays, Resident = touched });
    }

    private static async Task TouchAsync(InProcessSilo silo, int from, int to)
    {
        for (var first = from; first < to; first += 2000)
        {
            await Task.WhenAll(Enumerable.Range(first, Math.Min(2000, to - first))
                .Select(n => silo.SubmitAsync(SyntheticPortfolio.Id(n), new ReviewRating(silo.Clock.Today))));
        }
    }
}
