using System.Runtime.CompilerServices;

// What gives way to whom is tested with a clock of its own.
[assembly: InternalsVisibleTo("Lifecycle.Tests")]

// Its grains put what they are sent into the same queues.
[assembly: InternalsVisibleTo("Lifecycle.Cluster")]
[assembly: InternalsVisibleTo("Lifecycle.Cluster.Benchmarks")]
[assembly: InternalsVisibleTo("Lifecycle.Cluster.Tests")]
