using System.Runtime.CompilerServices;

// Its grains put what they are sent into the same queues.
[assembly: InternalsVisibleTo("Lifecycle.Cluster")]
[assembly: InternalsVisibleTo("Lifecycle.Cluster.Benchmarks")]
[assembly: InternalsVisibleTo("Lifecycle.Cluster.Tests")]
