using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Lifecycle.Silo.Postgres;

namespace Lifecycle.Tests.Silo;

public sealed class EmbeddedPostgresCrashTests
{
    [Fact]
    public async Task It_ends_with_a_silo_that_was_killed()
    {
        using var folder = new TestFolder();
        using var host = await HostProcess.StartAsync(folder.Path);
        await host.KillAsync();
        await Machine.UntilAsync(() => Machine.WorkingIn(host.DataDirectory).Count == 0, "the server's end");
        Assert.False(Machine.IsAlive(host.ServerId));
    }

    [Fact]
    public async Task A_killed_silo_can_be_started_again_at_once()
    {
        using var folder = new TestFolder();
        using var host = await HostProcess.StartAsync(folder.Path);
        await Db.AskAsync(host.ConnectionString, "CREATE TABLE kept AS SELECT 1 AS n");
        await host.KillAsync();
        await using var next = await StartAsync(folder.Path);
        Assert.Equal(1, await Db.AskAsync(next.ConnectionString, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task A_server_that_nobody_watches_any_more_is_replaced()
    {
        using var folder = new TestFolder();
        using var host = await HostProcess.StartAsync(folder.Path);
        await host.KillWithWatcherAsync();
        Assert.Contains(host.ServerId, Machine.WorkingIn(host.DataDirectory));
        await using var next = await StartAsync(folder.Path);
        Assert.NotEqual(host.ServerId, next.ProcessId);
        Assert.False(Machine.IsAlive(host.ServerId));
    }

    [Fact]
    public async Task A_busy_process_of_a_killed_server_is_ended_before_the_next_start()
    {
        using var folder = new TestFolder();
        using var host = await HostProcess.StartAsync(folder.Path);
        await using var busy = await Db.KeepBusyAsync(host.ConnectionString);
        await host.KillWithWatcherAsync();
        Machine.Kill(host.ServerId);
        await Machine.UntilAsync(() => !Machine.IsAlive(host.ServerId), "the server's end");
        Assert.Contains(busy.ProcessId, Machine.WorkingIn(host.DataDirectory));
        await using var next = await StartAsync(folder.Path);
        Assert.DoesNotContain(busy.ProcessId, Machine.WorkingIn(next.DataDirectory));
        Assert.Equal(1, await Db.AskAsync(next.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_killed_server_is_brought_back_under_a_living_silo()
    {
        using var folder = new TestFolder();
        var said = new ConcurrentQueue<string>();
        await using var postgres = await StartAsync(folder.Path, said.Enqueue);
        var (killed, connection) = (postgres.ProcessId, postgres.ConnectionString);
        await using var busy = await Db.KeepBusyAsync(connection);
        Machine.Kill(killed);
        await Machine.UntilAsync(() => postgres.ProcessId != killed, "another server");
        Assert.Equal(1, await Db.AskAsync(connection, "SELECT 1"));
        Assert.Contains("PostgreSQL ended unexpectedly; starting it again", said);
    }

    [Fact]
    public async Task A_stale_lock_file_naming_a_stranger_is_no_obstacle()
    {
        using var folder = new TestFolder();
        using var host = await HostProcess.StartAsync(folder.Path);
        var files = new[]
        {
            Path.Combine(host.DataDirectory, "postmaster.pid"), Path.Combine(folder.Path, "postgres", ".s.PGSQL.5432.lock"),
        };
        var contents = files.Select(File.ReadAllText).ToArray();
        await host.KillAsync();
        await Machine.UntilAsync(() => Machine.WorkingIn(host.DataDirectory).Count == 0, "the server's end");

        // A process of the user that PostgreSQL runs as: one of anybody else it would recognise as a stranger itself.
        using var stranger = Process.Start(
            new ProcessStartInfo("sleep", ["600"]) { UserName = Environment.IsPrivilegedProcess ? "postgres" : "" })!;
        try
        {
            foreach (var (file, content) in files.Zip(contents))
            {
                File.WriteAllText(file, content.Replace(
                    host.ServerId.ToString(CultureInfo.InvariantCulture) + "\n", $"{stranger.Id}\n", StringComparison.Ordinal));
            }

            await using var next = await StartAsync(folder.Path);
            Assert.Equal(1, await Db.AskAsync(next.ConnectionString, "SELECT 1"));
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    private static Task<EmbeddedPostgres> StartAsync(string folder, Action<string>? progress = null) => EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions(folder) { FastAndUnsafe = true, Progress = progress ?? (_ => { }) }, default);
}
