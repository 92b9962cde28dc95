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

    /// <summary>Makes a file that is whole from its first moment, unless there is one.</summary>
    /// <param name="draft">Where it is written first; cleared away with prepared messages when somebody dies over it.</param>
    public static void WriteUnlessThere(string path, string draft, byte[] content)
    {
        using (var file = Create(draft))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
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
}
