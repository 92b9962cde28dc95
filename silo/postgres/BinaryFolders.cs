namespace Lifecycle.Silo.Postgres;

/// <summary>Where distributions put the server's programs, which most keep off the PATH.</summary>
internal static class BinaryFolders
{
    private static readonly string[] Places =
    [
        "/usr/lib/postgresql/*/bin", // Debian, Ubuntu
        "/usr/pgsql-*/bin", // PostgreSQL's own packages for Red Hat
        "/usr/lib/postgresql*/bin", // SUSE
        "/usr/libexec/postgresql*", // Alpine
        "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", // Homebrew
        "/Applications/Postgres.app/Contents/Versions/*/bin",
    ];

    /// <summary>Folders that hold a server, with links resolved, each once.</summary>
    public static IEnumerable<string> OnThisMachine() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(Places.SelectMany(Expand))
        .SelectMany(folder => new[] { "postgres", "pg_ctl" }, Path.Combine)
        .Where(File.Exists)
        .Select(program => Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)!)
        .Where(folder => File.Exists(Path.Combine(folder, "postgres")))
        .Distinct();

    private static IEnumerable<string> Expand(string place)
    {
        var star = place.IndexOf('*', StringComparison.Ordinal);
        var parent = place[..place.LastIndexOf('/', star)];
        var rest = place.IndexOf('/', star) is >= 0 and var slash ? place[(slash + 1)..] : "";
        var pattern = place[(parent.Length + 1)..].Split('/')[0];
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern).Select(folder => Path.Combine(folder, rest))
            : [];
    }
}
