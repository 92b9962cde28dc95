namespace Lifecycle.Silo.Postgres;

/// <summary>The server's log files. PostgreSQL turns to a new one every 10 MB but never removes one.</summary>
internal static class ServerLog
{
    /// <summary>Sorts by age, and every start has its own.</summary>
    public const string FileName = "postgresql-%Y%m%dT%H%M%S.log";

    private const int Kept = 5;

    /// <summary>Removes all but the newest few.</summary>
    public static void Prune(Cluster cluster)
    {
        try
        {
            foreach (var old in NewestFirst(cluster).Skip(Kept))
            {
                old.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log too many is no reason to stop.
        }
    }

    /// <summary>Why the server ended, in its own words.</summary>
    public static string LastComplaint(Cluster cluster)
    {
        var files = NewestFirst(cluster).Take(1).Prepend(new FileInfo(cluster.StartLog)).Where(file => file.Exists);
        var lines = files.SelectMany(file => File.ReadLines(file.FullName)).Where(line => line.Length > 0).ToList();
        var complaint = lines.FindLast(line => line.Contains("FATAL:", StringComparison.Ordinal) || line.Contains("PANIC:", StringComparison.Ordinal));
        return complaint ?? lines.LastOrDefault() ?? "it said nothing";
    }

    private static IEnumerable<FileInfo> NewestFirst(Cluster cluster) => Directory.Exists(cluster.Logs)
        ? new DirectoryInfo(cluster.Logs).GetFiles("postgresql-*.log").OrderByDescending(file => file.Name, StringComparer.Ordinal)
        : [];
}
