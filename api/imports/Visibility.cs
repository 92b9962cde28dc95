using System.Runtime.CompilerServices;

// The CSV layer is tested on its own, without a server or a database.
[assembly: InternalsVisibleTo("Lifecycle.Tests")]
