using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Lifecycle.Cluster.Benchmarks")]
[assembly: InternalsVisibleTo("Lifecycle.Cluster.Tests")]
