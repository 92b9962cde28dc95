using System.Text.RegularExpressions;
using Lifecycle.Tests.Architecture;

namespace Lifecycle.Tests.Support;

/// <summary>What a document tells people to copy.</summary>
internal static partial class DocBlocks
{
    /// <summary>The shell blocks below a heading, in their order.</summary>
    /// <param name="file">In the folder <c>docs</c>.</param>
    /// <param name="heading">With its hashes.</param>
    public static IReadOnlyList<string> Shell(string file, string heading)
    {
        var text = File.ReadAllText(Path.Combine(Source.Root, "docs", file));
        var from = text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"{file} has no heading {heading}");
        var below = text[(from + heading.Length + 2)..];
        var section = NextHeading().Match(below) is { Success: true } next ? below[..next.Index] : below;
        return [.. Block().Matches(section).Select(block => block.Groups[1].Value)];
    }

    [GeneratedRegex("^##+ ", RegexOptions.Multiline)]
    private static partial Regex NextHeading();

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
