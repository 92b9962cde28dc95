using System.Runtime.CompilerServices;

// Parts of a decision are tested on their own.
[assembly: InternalsVisibleTo("Lifecycle.Tests")]
