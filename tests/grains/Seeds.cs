using Xunit.Sdk;

namespace Lifecycle.Tests.Grains;

/// <summary>Runs a test on many seeds; a failure names its seed, and <see cref="One"/> with that seed shows it again.</summary>
internal static class Seeds
{
    public static void Run(int count, Action<Random> test)
    {
        for (var seed = 0; seed < count; seed++)
        {
            One(seed, test);
        }
    }

    public static void One(int seed, Action<Random> test)
    {
        try
        {
            test(new Random(seed));
        }
        catch (Exception e)
        {
            throw new XunitException($"seed {seed}: {e.GetType().Name}: {e.Message}", e);
        }
    }
}
