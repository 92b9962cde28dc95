using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Lifecycle.Cluster.Benchmarks")]
