namespace Lifecycle.Silo;

/// <summary>Why the silo cannot start, in one line for the person who started it; no stack trace helps here.</summary>
public class StartupException(string message) : Exception(message);
