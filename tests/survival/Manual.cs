using System.Diagnostics;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>The commands of the operations manual, run as they are written there.</summary>
internal static class Manual
{
    /// <summary>Runs the commands under a heading.</summary>
    /// <param name="folder">The one that holds <c>.lifecycle</c>.</param>
    /// <param name="programs">The folder of PostgreSQL's programs.</param>
    /// <param name="asServer">As the user that PostgreSQL runs as.</param>
    public static async Task FollowAsync(string heading, string folder, string programs, bool asServer = false)
    {
        var start = new ProcessStartInfo("sh", ["-eu", "-c", DocBlocks.Shell("operations.md", $"### {heading}")[0]])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UserName = asServer && Environment.IsPrivilegedProcess ? "postgres" : "",
        };
        start.Environment["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}";
        using var shell = Process.Start(start)!;
        var said = await Task.WhenAll(shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync().WaitAsync(Machine.Guard);
        Assert.True(shell.ExitCode == 0, $"{heading}: {string.Concat(said)}");
    }

    /// <summary>Where a running server's programs lie.</summary>
    public static string ProgramsOf(int server) => Path.GetDirectoryName(new FileInfo($"/proc/{server}/exe").LinkTarget)!;
}
