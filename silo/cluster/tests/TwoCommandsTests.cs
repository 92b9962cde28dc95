using System.Diagnostics;
using Lifecycle.Tests.Architecture;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Cluster.Tests;

/// <summary>The commands of docs/cluster.md, each in a shell of its own as they are written there, but for the build, the database and the ports.</summary>
public sealed class TwoCommandsTests
{
    private const string Run = "dotnet run --project silo/cluster --";
    private const string First = "http://127.0.0.1:5080";
    private const string Second = "http://127.0.0.1:5081";

    [Fact]
    public async Task Make_one_cluster_that_is_posted_to_here_and_read_there()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Path);
        var database = await TestPostgres.CreateDatabaseAsync();
        var blocks = DocBlocks.Shell("cluster.md", "## Two silos in two commands");
        Assert.Equal(3, blocks.Count);

        var token = Path.Combine(folder.Path, ".lifecycle", "one");
        await using var one = await SiloProcess.StartAsync(Shell(Built(blocks[0]), folder.Path, database), token);
        await using var two = await SiloProcess.StartAsync(Shell(Built(blocks[1]).Replace(Second, "http://127.0.0.1:0", StringComparison.Ordinal), folder.Path, database), token);
        Assert.Equal(2L, await Db.AskAsync(database, "SELECT count(*) FROM orleans.membership WHERE status = 3"));

        var asked = blocks[2].Replace(First, one.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace(Second, two.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        var start = Shell(asked, folder.Path, database);
        start.RedirectStandardOutput = true;
        using var shell = Process.Start(start)!;
        var said = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Machine.Guard);
        Assert.Contains("\"status\":\"accepted\"", said, StringComparison.Ordinal);
        Assert.Contains("\"receivable\":150", said[said.LastIndexOf("\"id\":\"acme\"", StringComparison.Ordinal)..], StringComparison.Ordinal);

        Assert.Equal((0, 0), (await one.StopAsync(), await two.StopAsync()));
    }

    /// <summary>Web projects run in their own folder unless told otherwise: the data folders would not be where the document says.</summary>
    [Fact]
    public async Task Run_in_the_folder_where_they_were_typed()
    {
        using var asked = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", "silo/cluster/Lifecycle.Cluster.csproj", "-getProperty:RunWorkingDirectory"])
        {
            WorkingDirectory = Source.Root,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("", (await asked.StandardOutput.ReadToEndAsync().WaitAsync(Machine.Guard)).Trim());
    }

    /// <summary>The program that is there already, in the place of the shell, which so gets its signals.</summary>
    private static string Built(string block)
    {
        Assert.Contains(Run, block, StringComparison.Ordinal);
        var program = Environment.GetEnvironmentVariable(SiloProcess.ProgramVariable);
        return string.Join('\n', block.Split('\n').Where(line => !line.StartsWith("export DB=", StringComparison.Ordinal)))
            .Replace(Run, $"exec dotnet exec {program}", StringComparison.Ordinal);
    }

    private static ProcessStartInfo Shell(string script, string folder, string database) => new("sh", ["-eu", "-c", script])
    {
        WorkingDirectory = folder,
        Environment = { ["DB"] = database, ["Urls"] = "http://127.0.0.1:0", ["Lifecycle__AllowUnsafeDatabase"] = "true" },
    };
}
