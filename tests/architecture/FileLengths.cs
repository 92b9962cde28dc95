namespace Lifecycle.Tests.Architecture;

/// <summary>Files are short: what does not fit into one's head is split.</summary>
public sealed class FileLengths
{
    [Fact]
    public void NoFileIsLong() =>
        Assert.Empty(Source.Files().Where(f => f.Lines >= 300).Select(f => $"{f.File} has {f.Lines} lines"));

    [Fact]
    public void TheMedianStaysNear50()
    {
        var lines = Source.Files().Select(f => f.Lines).Order().ToList();

        Assert.True(lines.Count > 50, $"only {lines.Count} files were found in {Source.Root}");
        Assert.InRange(lines[lines.Count / 2], 20, 70);
    }
}
