using System.Diagnostics;
using System.Globalization;

namespace Lifecycle.Tests.Survival;

/// <summary>A file system of its own, small enough to be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    private string Ballast => Path.Combine(folder, "ballast");

    /// <summary>Mounts it, or answers null where that is not allowed.</summary>
    public static SmallDisk? TryMount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", $"mode=0755,size={megabytes.ToString(CultureInfo.InvariantCulture)}m", "tmpfs", folder)
            ? new SmallDisk(folder)
            : null;
    }

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            for (var block = new byte[64 * 1024]; ;)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose() => Run("umount", folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A test that mounts a file system, which only root may do, and not in every container.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsMountFactAttribute : FactAttribute
{
    public NeedsMountFactAttribute() => Skip = CanMount.Value ? null : "a small disk cannot be mounted here (needs root)";

    private static Lazy<bool> CanMount { get; } = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("lifecycle-mount").FullName;
        try
        {
            using var disk = Environment.IsPrivilegedProcess ? SmallDisk.TryMount(folder, 1) : null;
            return disk is not null;
        }
        finally
        {
            Directory.Delete(folder);
        }
    });
}
