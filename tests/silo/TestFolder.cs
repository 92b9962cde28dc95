namespace Lifecycle.Tests.Silo;

/// <summary>A folder of one test that PostgreSQL's user can enter, removed at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly string root = Directory.CreateDirectory($"/var/tmp/lifecycle-test-{Guid.NewGuid():N}").FullName;

    public TestFolder(string inner = "data") => Path = System.IO.Path.Combine(root, inner);

    public string Path { get; }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
