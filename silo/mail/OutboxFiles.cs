using System.Runtime.InteropServices;
using System.Text;

namespace Lifecycle.Silo.Mail;

/// <summary>Steps on files that other silos may take at the same time.</summary>
internal static class OutboxFiles
{
    /// <summary>A new file that its owner alone can read: messages name people. Throws where there is one.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    /// <summary>Makes a file that is whole from its first moment, unless there is one: of all who try, one succeeds.</summary>
    /// <param name="draft">Where it is written first; left behind when somebody dies over it, perhaps as a second name of the file.</param>
    /// <exception cref="IOException">It could not be written, or the file system has no hard links.</exception>
    public static void WriteUnlessThere(string path, string draft, byte[] content)
    {
        using (var file = Create(draft))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        try
        {
            Name(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Renames a file in one step. False: there is none.</summary>
    public static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    // Elsewhere than on Windows, File.Move looks whether there is a file, and then takes the place of one that came meanwhile.
    internal static void Name(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(draft, path, overwrite: false);
        }
        else if (Link(Encoding.UTF8.GetBytes(draft + '\0'), Encoding.UTF8.GetBytes(path + '\0')) != 0)
        {
            throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}. The outbox folder needs a file system with hard links.");
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] draft, byte[] path);
}
