using Microsoft.Extensions.Logging;

namespace Lifecycle.Store.Clock;

/// <summary>Keeps the business clock right while the silo runs: looks every minute whether it still is what the database says.</summary>
public sealed partial class ClockKeeper(BusinessClock clock, Database database, TimeProvider time, ILogger<ClockKeeper> log)
    : PeriodicService(TimeSpan.FromMinutes(1), time)
{
    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken ct)
    {
        if (await clock.CorrectAsync(database, ct) is { } moved)
        {
            Corrected(log, moved.TotalSeconds);
        }
    }

    /// <inheritdoc/>
    protected override void Tell(string reason) => NotRead(log, reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The business clock was not the database's any more and has moved by {Seconds} s")]
    private static partial void Corrected(ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's clock cannot be read now: {Reason}")]
    private static partial void NotRead(ILogger log, string reason);
}
