using System.Globalization;

namespace Lifecycle.Silo.Postgres;

/// <summary>The file by which PostgreSQL keeps a second server off its cluster or socket, and in which it reports its status.</summary>
internal sealed record LockFile(string Path)
{
    private const int StatusLine = 7;

    /// <summary>The process it names; 0 for nobody.</summary>
    public int ProcessId => int.TryParse(Lines().FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>Whether this server accepts connections.</summary>
    public bool SaysReady(int server) => ProcessId == server && Lines().ElementAtOrDefault(StatusLine)?.Trim() == "ready";

    /// <summary>
    /// Removes it if its process id has gone to someone else, whom PostgreSQL would take for a rival; the caller knows that no
    /// server works here. A file that names nobody stays: PostgreSQL then also checks for shared memory still in use.
    /// </summary>
    public void DropIfMisleading()
    {
        if (ProcessId is > 0 and var id && ServerProcesses.IsAlive(id))
        {
            File.Delete(Path);
        }
    }

    private string[] Lines()
    {
        try
        {
            return File.ReadAllLines(Path);
        }
        catch (IOException)
        {
            return []; // not there, or being replaced at this moment
        }
    }
}
