namespace Lifecycle.Tests.Silo;

/// <summary>A test that needs the npm client.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsNpmFactAttribute : FactAttribute
{
    public NeedsNpmFactAttribute()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        Skip = path.Any(folder => File.Exists(Path.Combine(folder, "npm"))) ? null : "npm is not on the PATH";
    }
}

/// <summary>A test of what only root meets.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsRootFactAttribute : FactAttribute
{
    public NeedsRootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root";
}
