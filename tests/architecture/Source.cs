using System.Runtime.CompilerServices;

namespace Lifecycle.Tests.Architecture;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Source
{
    public static string Root { get; } = Find();

    /// <summary>Every C# file that a person wrote, with its number of lines.</summary>
    public static IEnumerable<(string File, int Lines)> Files() =>
        Directory.EnumerateDirectories(Root)
            .Where(folder => Path.GetFileName(folder) is var name && name[0] != '.' && name is not ("artifacts" or "node_modules"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(step => step is "obj" or "bin" or "node_modules"))
            .Select(file => (Path.GetRelativePath(Root, file), File.ReadLines(file).Count()));

    private static string Find([CallerFilePath] string here = "")
    {
        var at = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Lifecycle.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException($"No Lifecycle.sln above {here}");
    }
}
