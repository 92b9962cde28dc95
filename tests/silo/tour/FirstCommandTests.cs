using System.Diagnostics;
using Lifecycle.Tests.Architecture;

namespace Lifecycle.Tests.Silo.Tour;

/// <summary>The first of the two commands, <c>dotnet run --project silo</c>, as far as it can be asked without building.</summary>
public sealed class FirstCommandTests
{
    /// <summary>Web projects run in their own folder unless told otherwise: the data folder would not be where the README says.</summary>
    [Fact]
    public async Task Runs_in_the_folder_where_it_was_typed()
    {
        using var asked = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", "silo/Lifecycle.Silo.csproj", "-getProperty:RunWorkingDirectory"])
        {
            WorkingDirectory = Source.Root,
            RedirectStandardOutput = true,
        })!;

        var folder = await asked.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(5));

        await asked.WaitForExitAsync();
        Assert.Equal((0, ""), (asked.ExitCode, folder.Trim()));
    }
}
