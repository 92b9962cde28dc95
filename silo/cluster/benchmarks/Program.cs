using Lifecycle.Benchmarks;
using Lifecycle.Benchmarks.Ingest;
using Lifecycle.Cluster.Benchmarks;

// The ingest benchmark of the default edition, on one or several silos of this one.
const string Usage = "Usage: dotnet run -c Release --project silo/cluster/benchmarks -- ingest SILOS [options of the default edition's]";
if (args is not ["ingest", var silos, .. var rest] || !int.TryParse(silos, out var count) || count < 1)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var options = BenchmarkOptions.Read(rest);
var result = await new IngestBenchmark(database => ClusterUnderLoad.StartAsync(database, count)).RunAsync(options);
Console.WriteLine(result.ToJson($"ingest on {count} silos of the cluster edition", options));
return 0;
