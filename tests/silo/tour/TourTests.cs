using System.Diagnostics;
using Lifecycle.Tests.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo.Tour;

/// <summary>README.md walked by a newcomer: its blocks in one shell, in order, beside a silo that was just started.</summary>
public sealed class TourTests
{
    private const string AddressShown = "http://127.0.0.1:5080";

    // Behind every block: what it prints has no such character.
    private const char EndOfStep = '\x1e';

    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(15);

    /// <summary>On the README's own day at noon, and where nights, months and leap years are most in the way.</summary>
    /// <param name="today">The business day, in Shanghai.</param>
    /// <param name="startAt">An instant of that day.</param>
    [Theory]
    [InlineData("2026-06-15", "2026-06-15T04:00:00Z")]
    [InlineData("2028-02-29", "2028-02-28T17:30:00Z")]
    public async Task Shows_a_newcomer_on_any_day_what_the_README_shows(string today, string startAt)
    {
        using var folder = new TestFolder(".lifecycle");
        await using var silo = await SiloProcess.StartAsync(
            folder.Path, await TestPostgres.CreateDatabaseAsync(), $"Lifecycle:Clock:StartAt={startAt}");
        var tour = ReadmeTour.Read();
        Assert.True(tour.Steps.Count > 10, "the README's tour was not found");

        var printed = await WalkAsync(tour.Steps, Path.GetDirectoryName(folder.Path)!, silo.Address.GetLeftPart(UriPartial.Authority));

        var daysLater = Make.Day(today).DayNumber - tour.PrintedOn.DayNumber;
        foreach (var (step, answer) in tour.Steps.Zip(printed))
        {
            Assert.True(
                step.Shown?.Matches(answer, daysLater) ?? answer.Length == 0,
                $"The README says\n{step.Script}\nshows\n{step.Shown?.Moved(daysLater)}\nbut it printed\n{answer}\n{silo.Output}");
        }

        Assert.Equal(tour.Steps.Count, printed.Length);
    }

    /// <summary>What each block printed, complaints included; the last one may not have come to its end.</summary>
    private static async Task<string[]> WalkAsync(IReadOnlyList<TourStep> steps, string folder, string address)
    {
        var script = string.Join($"printf '\\{Convert.ToString(EndOfStep, 8)}'\n", steps.Select(step => step.Script));
        Assert.Contains(AddressShown, script, StringComparison.Ordinal);
        var file = Path.Combine(folder, "tour.sh");
        await File.WriteAllTextAsync(file, "exec 2>&1\n" + script.Replace(AddressShown, address, StringComparison.Ordinal));

        using var shell = Process.Start(new ProcessStartInfo("bash", [file]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        if (await Task.WhenAny(output, Task.Delay(Guard)) != output)
        {
            shell.Kill(entireProcessTree: true);
        }

        return (await output).Split(EndOfStep);
    }
}
