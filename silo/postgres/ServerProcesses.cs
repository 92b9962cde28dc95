using System.Globalization;
using System.Runtime.InteropServices;

namespace Lifecycle.Silo.Postgres;

/// <summary>The server processes, told apart from all others by the folder they work in: a process id alone proves nothing.</summary>
internal static class ServerProcesses
{
    public const int Interrupt = 2, Quit = 3, Kill = 9, Terminate = 15;

    /// <summary>Every PostgreSQL process that works in this cluster.</summary>
    public static async Task<IReadOnlyList<int>> InAsync(Cluster cluster, CancellationToken ct) => Directory.Exists("/proc/self")
        ? [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(Number).Where(id => id > 0 && WorksIn(id, cluster))]
        : await ListedAsync(cluster, ct);

    /// <summary>Whether there is such a process at all that PostgreSQL would take for a rival.</summary>
    public static bool IsAlive(int id) => Send(id, 0) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    public static extern int Send(int id, int signal);

    private static bool WorksIn(int id, Cluster cluster)
    {
        try
        {
            // A person's shell may stand in the folder too, hence the name.
            return new FileInfo($"/proc/{id}/cwd").LinkTarget == cluster.Directory
                && File.ReadAllText($"/proc/{id}/comm").TrimEnd() == "postgres";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // ended meanwhile, or somebody else's
        }
    }

    /// <summary>Without /proc only the postmaster can be recognised; PostgreSQL itself refuses while its children are left.</summary>
    private static async Task<IReadOnlyList<int>> ListedAsync(Cluster cluster, CancellationToken ct)
    {
        var listed = await Command.RunAsync(new("ps", ["-axo", "pid=,command="]), ct);
        return [.. (listed?.Output ?? "").Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.Contains($"postgres -D {cluster.Directory} ", StringComparison.Ordinal))
            .Where(line => !line.Contains("sh -c", StringComparison.Ordinal))
            .Select(line => Number(line.Split(' ')[0]))];
    }

    private static int Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
