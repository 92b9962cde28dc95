using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Lifecycle.Tests.Survival;

/// <summary>
/// How long the tests of this folder go on: a few rounds on a fixed seed, or, when LIFECYCLE_SURVIVAL_MINUTES is set, so many
/// minutes each. LIFECYCLE_SURVIVAL_SEED sets another seed; the one in use is printed.
/// </summary>
internal static class LongForm
{
    private static readonly double Minutes = Number("LIFECYCLE_SURVIVAL_MINUTES", 0);

    public static bool IsWanted => Minutes > 0;

    /// <summary>A test's own randomness.</summary>
    public static Random Random(ITestOutputHelper output, int test)
    {
        var seed = (int)Number("LIFECYCLE_SURVIVAL_SEED", 1);
        output.WriteLine($"seed {seed}");
        return new((seed * 1000) + test);
    }

    /// <summary>The rounds of a test, numbered from 1.</summary>
    /// <param name="shortly">How many there are in the short form.</param>
    public static IEnumerable<int> Rounds(int shortly)
    {
        var watch = Stopwatch.StartNew();
        for (var round = 1; IsWanted ? watch.Elapsed.TotalMinutes < Minutes : round <= shortly; round++)
        {
            yield return round;
        }
    }

    private static double Number(string variable, double otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? double.Parse(text, CultureInfo.InvariantCulture)
        : otherwise;
}
