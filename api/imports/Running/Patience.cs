using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Api.Imports.Running;

/// <summary>Waits out a database that is gone for a while: an import is never lost to it, nor is a row.</summary>
internal sealed class Patience(TimeProvider time, ILogger<Patience> log)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Does it until the database answers. It must do no harm twice.</summary>
    public async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken ct)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await attempt(ct);
            }
            catch (Exception e) when (IsPassing(e))
            {
                await WaitAsync(failures, e.Message, ct);
            }
        }
    }

    /// <summary>Does it until the database answers. It must do no harm twice.</summary>
    public Task DoAsync(Func<CancellationToken, Task> attempt, CancellationToken ct) => DoAsync(
        async token =>
        {
            await attempt(token);
            return true;
        },
        ct);

    /// <summary>Waits before another attempt, longer each time, up to five seconds.</summary>
    public async Task WaitAsync(int failures, string reason, CancellationToken ct)
    {
        if (failures == 0)
        {
            Log.Waiting(log, reason);
        }

        var pause = First * Math.Pow(2, Math.Min(failures, 10));
        await Task.Delay(pause < Longest ? pause : Longest, time, ct);
    }

    // What the database itself says about the statement does not pass; that it is going, gone, full or busy, or that its disk fails, does.
    private static bool IsPassing(Exception e) => e switch
    {
        PostgresException p => p.SqlState is ['0', '8', ..] or ['5', '3' or '7' or '8', ..] or ['4', '0', ..] or "25006" or "55P03",
        NpgsqlException or TimeoutException => true,
        _ => false,
    };
}
