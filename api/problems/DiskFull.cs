using Lifecycle.Grains;

namespace Lifecycle.Api.Problems;

/// <summary>No room in the silo's own folder: no bug, and it passes once somebody makes room.</summary>
internal static class DiskFull
{
    // ENOSPC and EDQUOT of Linux; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int HandleFull = unchecked((int)0x80070027);
    private const int Full = unchecked((int)0x80070070);

    /// <summary>The refusal of what does not fit.</summary>
    public static Refusal Refusal { get; } = new("disk-full", "There is no room for it on the silo's disk; try again when there is.");

    /// <summary>Before the operating system says it.</summary>
    public static IOException Exception() => new("There is no room left for more.", NoSpace);

    /// <summary>Whether it says that the disk is full.</summary>
    public static bool Is(IOException e) => e.HResult is NoSpace or OverQuota or HandleFull or Full;
}
