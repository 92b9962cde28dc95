namespace Lifecycle.Tests;

/// <summary>The data sets that are shared between checkouts and not part of the repository.</summary>
public static class SharedData
{
    private const string Variable = "LIFECYCLE_SHARED";

    /// <summary>The <c>shared/data</c> folder; null when this machine has none.</summary>
    public static string? Folder { get; } = Find();

    public static string WhyMissing =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? $"{Variable} is {named}, which has no folder 'data'"
            : $"no folder shared/data beside the checkout ({AppContext.BaseDirectory}), and {Variable} is not set";

    private static string? Find()
    {
        // Named explicitly, it is that one or none: a typo must not quietly test other data.
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Existing(Path.Combine(named, "data"));
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Existing(Path.Combine(at.FullName, "shared", "data")) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}

/// <summary>A test that needs the shared data: skipped, with the reason in the report, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
        {
            Skip = SharedData.WhyMissing;
        }
    }
}
