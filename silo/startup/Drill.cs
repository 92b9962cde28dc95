using System.Diagnostics;
using System.Globalization;
using Lifecycle.Store.Committing;

namespace Lifecycle.Silo.Startup;

/// <summary>A crash drill: kills this very process the n-th time a commit reaches a failpoint.</summary>
internal static class Drill
{
    /// <param name="setting"><c>name@n</c>, or null for ordinary life.</param>
    public static Failpoints Of(string? setting)
    {
        if (setting is null)
        {
            return new Failpoints();
        }

        if (setting.Split('@') is not [var name, var times] || !Failpoints.All.Contains(name)
            || !int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var left))
        {
            throw new StartupException($"Lifecycle:Failpoint is written name@n, with a name of {string.Join(", ", Failpoints.All)}.");
        }

        return new Failpoints
        {
            Hook = reached =>
            {
                if (reached == name && Interlocked.Decrement(ref left) == 0)
                {
                    Process.GetCurrentProcess().Kill();
                    return Task.Delay(Timeout.Infinite);
                }

                return Task.CompletedTask;
            },
        };
    }
}
