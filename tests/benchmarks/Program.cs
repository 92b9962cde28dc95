using Lifecycle.Benchmarks;
using Lifecycle.Benchmarks.Care;
using Lifecycle.Benchmarks.Changes;
using Lifecycle.Benchmarks.Due;
using Lifecycle.Benchmarks.Http;
using Lifecycle.Benchmarks.Imports;
using Lifecycle.Benchmarks.Ingest;
using Lifecycle.Benchmarks.Live;
using Lifecycle.Benchmarks.Overload;
using Lifecycle.Benchmarks.Portfolios;
using Lifecycle.Benchmarks.Rate;
using Lifecycle.Benchmarks.Resident;
using Lifecycle.Benchmarks.Simulating;
using Lifecycle.Benchmarks.Sweeping;

Benchmark[] benchmarks =
[
    new IngestBenchmark(IngestSilo.StartAsync), new HttpBenchmark(), new OverloadBenchmark(), new ImportBenchmark(), new LiveBenchmark(), new SweepBenchmark(), new DueBenchmark(),
    new PortfolioBenchmark(), new ChangesBenchmark(), new SimulateBenchmark(), new RateBenchmark(), new ResidentBenchmark(),
    new CareBenchmark(), new DeliverBenchmark(),
];

var name = args.FirstOrDefault();
var benchmark = Array.Find(benchmarks, b => b.Name == name);
if (benchmark is null)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/benchmarks -- <benchmark> [--customers N] [--postings N] [--runs N] [--seconds N] [--folder DIR]");
    Array.ForEach(benchmarks, b => Console.Error.WriteLine($"  {b.Name,-10} {b.Description}"));
    return name is null ? 0 : 2;
}

var options = BenchmarkOptions.Read(args[1..]);
var result = await benchmark.RunAsync(options);
Console.WriteLine(result.ToJson(benchmark.Name, options));
return 0;
