using System.Diagnostics;
using System.Globalization;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo;

/// <summary>What the operating system says about processes, found without the code under test.</summary>
internal static class Machine
{
    /// <summary>The guard of everything that a test waits for.</summary>
    public static readonly TimeSpan Guard = SiloProcess.Guard;

    /// <summary>Polls; the guard only keeps a broken test from hanging.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > Guard)
            {
                throw new TimeoutException($"still waiting for: {what}");
            }

            await Task.Delay(20);
        }
    }

    public static IReadOnlyList<int> WorkingIn(string folder) =>
        [.. All().Where(id => Try(() => new FileInfo($"/proc/{id}/cwd").LinkTarget) == folder)];

    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. All().Where(id => ParentOf(id) == parent)];

    public static int ParentOf(int id) => Number(Status(id, "PPid"));

    /// <summary>As it calls itself; empty: it is gone.</summary>
    public static string CommandOf(int id) => Try(() => File.ReadAllText($"/proc/{id}/cmdline")) ?? "";

    /// <summary>A zombie is dead; only its parent has not taken note.</summary>
    public static bool IsAlive(int id) => Status(id, "State") is { } state && state[0] != 'Z';

    /// <summary>kill -9 of a process that the test started, directly or not.</summary>
    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(Number).Where(id => id > 0);

    private static string? Status(int id, string field) => Try(() =>
        File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal))[(field.Length + 1)..].Trim());

    private static int Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static string? Try(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
