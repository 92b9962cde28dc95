using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Store.Clock;

/// <summary>Keeps the business clock right while the silo runs: looks every minute whether it still is what the database says.</summary>
public sealed partial class ClockKeeper(BusinessClock clock, Database database, TimeProvider time, ILogger<ClockKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Counts the time that passes, whatever the machine's clock says meanwhile.
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await clock.CorrectAsync(database, stoppingToken) is { } moved)
                {
                    Corrected(log, moved.TotalSeconds);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotRead(log, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The business clock was not the database's any more and has moved by {Seconds} s")]
    private static partial void Corrected(ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's clock cannot be read now: {Reason}")]
    private static partial void NotRead(ILogger log, string reason);
}
