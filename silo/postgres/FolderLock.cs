namespace Lifecycle.Silo.Postgres;

/// <summary>The silo's hold on its data folder, which the operating system lets go of when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream held;

    private FolderLock(FileStream held) => this.held = held;

    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, "silo.lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            throw new EmbeddedPostgresException(
                $"Another silo is using the data folder {folder}: stop it, or set Lifecycle:DataDirectory to another folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"The data folder {folder} cannot be used: {e.Message}");
        }
    }

    public void Dispose() => held.Dispose();

    /// <summary>The error number of a lock that would block: Linux, macOS.</summary>
    private static bool IsHeldByAnother(IOException e) => e.HResult is 11 or 35;
}
