using System.Globalization;

namespace Lifecycle.Silo.Postgres;

/// <summary>The server's command line. Settings are given there: nobody has to keep a file in step with this version.</summary>
internal static class Settings
{
    public static IEnumerable<string> CommandLine(
        Binaries binaries, Cluster cluster, SocketFolder socket, string walCompression, bool fastAndUnsafe) =>
        Values(cluster, socket, walCompression, fastAndUnsafe)
            .SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" })
            .Prepend(cluster.Directory).Prepend("-D").Prepend(binaries.Postgres);

    private static IEnumerable<(string Name, string Value)> Values(
        Cluster cluster, SocketFolder socket, string walCompression, bool fastAndUnsafe)
    {
        const long mega = 1 << 20;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / mega;
        var buffers = fastAndUnsafe ? 128 : Math.Clamp(memory / 4, 128, 8192);
        return
        [
            ("listen_addresses", ""),
            ("unix_socket_directories", socket.Path),
            ("unix_socket_permissions", "0700"),
            ("max_connections", fastAndUnsafe ? "300" : "100"), // tests have several silos at once
            ("shared_buffers", Megabytes(buffers)),
            ("effective_cache_size", Megabytes(Math.Max(memory / 2, 256))),
            ("work_mem", "16MB"),
            ("maintenance_work_mem", "256MB"),
            ("random_page_cost", "1.1"), // disks do not turn any more
            ("jit", "off"), // compiling costs more than the short statements take
            ("max_wal_size", "4GB"), // at full speed some minutes of postings: what is changed again before a checkpoint is not logged whole again
            ("wal_compression", walCompression),
            ("hot_standby", "off"), // while a restored cluster recovers it can only be read: nobody is to come before it is done
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("logging_collector", "on"),
            ("log_directory", cluster.Logs),
            ("log_filename", ServerLog.FileName),
            ("log_rotation_age", "0"),
            ("log_rotation_size", "10MB"),
            .. fastAndUnsafe
                ? new[] { ("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off") }
                : [],
        ];
    }

    private static string Megabytes(long value) => value.ToString(CultureInfo.InvariantCulture) + "MB";
}
