using System.Globalization;

namespace Lifecycle.Silo.Startup;

/// <summary>Values of the configuration that are bounded.</summary>
internal static class SettingReading
{
    private const int MostSeconds = 3_600;

    /// <summary>A whole number.</summary>
    /// <exception cref="StartupException">It is none; the message names its key.</exception>
    public static int Whole(this IConfigurationSection section, string key, int otherwise, int most, int least = 1) => section[key] is not { } text
        ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new StartupException($"{section.Path}:{key}: {text} is no whole number from {least} to {most}.");

    /// <summary>A time in whole seconds, up to an hour.</summary>
    /// <exception cref="StartupException">It is none; the message names its key.</exception>
    public static TimeSpan Seconds(this IConfigurationSection section, string key, TimeSpan otherwise) =>
        TimeSpan.FromSeconds(section.Whole(key, (int)otherwise.TotalSeconds, MostSeconds));

    /// <summary>What stands in a file that a setting names.</summary>
    /// <exception cref="StartupException">It cannot be read; the message names its key.</exception>
    public static string FileText(this IConfigurationSection section, string key)
    {
        try
        {
            return File.ReadAllText(section[key]!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"{section.Path}:{key}: {e.Message}");
        }
    }
}
