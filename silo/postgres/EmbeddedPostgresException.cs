namespace Lifecycle.Silo.Postgres;

/// <summary>Why the embedded PostgreSQL cannot run, in one line for the person who started the silo.</summary>
public sealed class EmbeddedPostgresException(string message) : StartupException(message);
