using System.Runtime.CompilerServices;

namespace Lifecycle.Tests.Grains.Ratings;

/// <summary>Texts that must stay as they are, beside the tests in <c>golden/</c>.</summary>
internal static class Golden
{
    public static void Compare(string name, string text, [CallerFilePath] string caller = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(caller)!, "..", "golden", name);
        if (Environment.GetEnvironmentVariable("LIFECYCLE_GOLDEN") == "write")
        {
            File.WriteAllText(file, text);
            return;
        }

        Assert.True(File.Exists(file), $"{name} is missing; LIFECYCLE_GOLDEN=write writes it.");
        Assert.Equal(File.ReadAllText(file), text);
    }
}
