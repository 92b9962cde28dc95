using System.Diagnostics;
using System.Globalization;

namespace Lifecycle.Tests.Silo;

/// <summary>Another process that hosts an embedded PostgreSQL.</summary>
internal sealed record HostProcess(Process Process, int ServerId, string ConnectionString, string DataDirectory) : IDisposable
{
    public static async Task<HostProcess> StartAsync(string folder)
    {
        var assembly = typeof(HostProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", assembly]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        start.Environment[StartupHook.FolderVariable] = folder;
        var process = Process.Start(start)!;
        async Task<string> NextAsync() => await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the host ended");
        return new HostProcess(
            process, int.Parse(await NextAsync(), CultureInfo.InvariantCulture), await NextAsync(), await NextAsync());
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    /// <summary>kill -9 of the host and of the shell that would stop the server: the server is an orphan.</summary>
    public async Task KillWithWatcherAsync()
    {
        // Held first: left a moment without its shell, the host would stop the server to start another.
        using (var hold = Process.Start("kill", ["-STOP", Process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await hold.WaitForExitAsync();
        }

        var shell = Machine.ParentOf(ServerId);
        foreach (var id in Machine.ChildrenOf(shell).Where(id => id != ServerId).Append(shell))
        {
            Machine.Kill(id);
        }

        await KillAsync();
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        Process.Dispose();
    }
}
