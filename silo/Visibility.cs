using System.Runtime.CompilerServices;

// The other edition is built from the same start-up; nobody else is meant to.
[assembly: InternalsVisibleTo("Lifecycle.Cluster")]
[assembly: InternalsVisibleTo("Lifecycle.Tests")]
[assembly: InternalsVisibleTo("Lifecycle.Cluster.Benchmarks")]
[assembly: InternalsVisibleTo("Lifecycle.Cluster.Tests")]
