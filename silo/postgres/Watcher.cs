using System.Diagnostics;
using System.Globalization;

namespace Lifecycle.Silo.Postgres;

/// <summary>
/// A running server and the shell that is its parent. The shell waits on a pipe that only the silo holds, so the server
/// stops when the silo is gone, however it went. Both are in a session of their own: Ctrl-C at the terminal stops the silo
/// first, which then stops them.
/// </summary>
internal sealed class Watcher
{
    private readonly Process shell;

    private Watcher(Process shell, int serverId)
    {
        this.shell = shell;
        ServerId = serverId;
        Exited = shell.WaitForExitAsync();
    }

    /// <summary>The process id of the postmaster.</summary>
    public int ServerId { get; }

    /// <summary>Completes when the server has ended, asked or not.</summary>
    public Task Exited { get; }

    public static async Task<Watcher> StartAsync(
        Account account, Cluster cluster, SocketFolder socket, IEnumerable<string> commandLine)
    {
        // The script is not interrupted half way: it answers at once, and ends by itself if nobody listens.
        var start = account.Start(
            Session[0], [.. Session[1..], "sh", "-c", Script, "sh", cluster.StartLog, socket.IsTemporary ? socket.Path : "", .. commandLine]);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        var shell = Process.Start(start)!;
        var answer = await shell.StandardOutput.ReadLineAsync();
        return int.TryParse(answer, CultureInfo.InvariantCulture, out var id)
            ? new Watcher(shell, id)
            : throw new EmbeddedPostgresException($"The shell that watches over PostgreSQL did not start (exit code {await CodeAsync(shell)}).");
    }

    /// <summary>An orderly stop: open transactions are rolled back, then a checkpoint.</summary>
    public async Task StopAsync()
    {
        shell.StandardInput.Close();
        await Exited;
        shell.Dispose();
    }

    private static async Task<int> CodeAsync(Process shell)
    {
        await shell.WaitForExitAsync();
        return shell.ExitCode;
    }

    /// <summary>macOS has no setsid command, but Perl.</summary>
    private static string[] Session => OperatingSystem.IsMacOS() ? ["perl", "-MPOSIX", "-e", "setsid; exec @ARGV"] : ["setsid"];

    /// <summary>
    /// $1: file for what the server prints, $2: emptied folder to remove at the end, or nothing, then the server's command line.
    /// The interrupt is repeated because a server that is just starting does not hear it yet.
    /// </summary>
    private const string Script =
        """
        log=$1 socket=$2
        shift 2
        exec 3<&0 </dev/null 2>/dev/null
        "$@" >"$log" 2>&1 3<&- &
        server=$!
        (
            while read -r _ <&3; do :; done
            trap '' TERM
            tenths=0
            while kill -0 $server && [ $tenths -le 500 ]; do
                [ $((tenths % 10)) -ne 0 ] || case $tenths in
                    ??|1??|2??|?) kill -INT $server ;;
                    3??) kill -QUIT $server ;;
                    *) kill -KILL $server ;;
                esac
                tenths=$((tenths + 1))
                sleep 0.1
            done
            [ -z "$socket" ] || rmdir "$socket"
        ) >/dev/null &
        guard=$!
        echo $server
        exec >/dev/null 3<&-
        wait $server
        code=$?
        kill $guard
        wait $guard
        exit $code
        """;
}
