namespace Lifecycle.Tests.Silo;

/// <summary>A test that needs the npm client.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsNpmFactAttribute : FactAttribute
{
    public NeedsNpmFactAttribute()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        Skip = path.Any(folder => File.Exists(Path.Combine(folder, "npm"))) ? null : "npm is not on the PATH";
    }
}

/// <summary>A test of what only root meets.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsRootFactAttribute : FactAttribute
{
    public NeedsRootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root";
}

/// <summary>A test that needs PostgreSQL's client programs, as distributions install them and npm does not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsClientFactAttribute : FactAttribute
{
    public NeedsClientFactAttribute() => Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(HasBaseBackup)
        || (Directory.Exists(Debian) && Directory.GetDirectories(Debian).Any(version => HasBaseBackup(Path.Combine(version, "bin"))))
        ? null
        : "PostgreSQL's client programs are not on this machine";

    private const string Debian = "/usr/lib/postgresql";

    private static bool HasBaseBackup(string folder) => File.Exists(Path.Combine(folder, "pg_basebackup"));
}
