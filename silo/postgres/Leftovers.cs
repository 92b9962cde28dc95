using System.Diagnostics;

namespace Lifecycle.Silo.Postgres;

/// <summary>
/// Makes room for a start. Whoever calls this holds the folder's lock, so a server that still works in the cluster belongs
/// to a silo that is gone: it is stopped and waited for, since two servers on one cluster would destroy it.
/// </summary>
internal static class Leftovers
{
    public static async Task ClearAsync(Cluster cluster, SocketFolder socket, Action<string> progress, CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        var nextSignal = TimeSpan.Zero;
        var said = false;
        while (await ServerProcesses.InAsync(cluster, ct) is { Count: > 0 } left)
        {
            if (waited.Elapsed >= nextSignal)
            {
                Signal(left, cluster.Lock.ProcessId, waited.Elapsed);
                nextSignal = waited.Elapsed + TimeSpan.FromSeconds(1);
            }

            if (!said && waited.Elapsed > Patience.Quiet)
            {
                progress($"Waiting for a PostgreSQL left over from an earlier run to stop (process {string.Join(", ", left)})");
                said = true;
            }

            await Task.Delay(50, ct);
        }

        cluster.Lock.DropIfMisleading();
        socket.Lock.DropIfMisleading();
    }

    /// <summary>Gently first: a server gets the time to write a checkpoint, processes without their server to notice that.</summary>
    private static void Signal(IReadOnlyList<int> left, int server, TimeSpan waited)
    {
        var hasServer = left.Contains(server);
        var signal = waited.TotalSeconds switch
        {
            < 30 => hasServer ? ServerProcesses.Interrupt : ServerProcesses.Terminate,
            < 40 => ServerProcesses.Quit,
            _ => ServerProcesses.Kill,
        };
        foreach (var id in hasServer && signal != ServerProcesses.Kill ? [server] : left)
        {
            ServerProcesses.Send(id, signal);
        }
    }
}
