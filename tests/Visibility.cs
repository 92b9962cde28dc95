using System.Runtime.CompilerServices;

// The tests of the other edition start their silos in the same way.
[assembly: InternalsVisibleTo("Lifecycle.Cluster.Tests")]
