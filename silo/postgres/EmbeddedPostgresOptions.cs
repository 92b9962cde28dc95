namespace Lifecycle.Silo.Postgres;

/// <summary>What to run.</summary>
/// <param name="DataDirectory">The silo's data folder; the database lives in <c>postgres</c> below it.</param>
public sealed record EmbeddedPostgresOptions(string DataDirectory)
{
    /// <summary>For tests only: a power cut may destroy the database, in exchange every commit is cheap.</summary>
    public bool FastAndUnsafe { get; init; }

    /// <summary>Where <c>postgres</c> and <c>initdb</c> are; null searches the machine, then asks npm.</summary>
    public string? BinaryDirectory { get; init; }

    /// <summary>Receives one human line per step that takes longer than two seconds, and per unusual event.</summary>
    public Action<string> Progress { get; init; } = _ => { };
}
