namespace Lifecycle.Silo.Postgres;

/// <summary>Says what a slow step is, and nothing about a quick one.</summary>
internal static class Patience
{
    /// <summary>How long a person waits without wondering.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>The step's result; <paramref name="line"/> is said once if it takes longer than two seconds.</summary>
    public static async Task<T> OrSay<T>(this Task<T> step, Action<string> progress, string line)
    {
        if (await Task.WhenAny(step, Task.Delay(Quiet)) != step)
        {
            progress(line);
        }

        return await step;
    }
}
