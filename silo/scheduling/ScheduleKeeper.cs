namespace Lifecycle.Silo.Scheduling;

/// <summary>
/// Looks every minute whether the next look at a job is one that a clock has set which stood ahead: without that, jobs would stand
/// still after it was set back for as long as it was wrong.
/// </summary>
internal sealed partial class ScheduleKeeper(IKeptSchedule schedule, TimeProvider time, ILogger<ScheduleKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Counts the time that passes, whatever the machine's clock says meanwhile.
        using var timer = new PeriodicTimer(Every, time);
        var before = time.GetUtcNow();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var now = time.GetUtcNow();
                if (now < before)
                {
                    WentBack(log, (before - now).TotalSeconds);
                }

                await schedule.SetRightAsync(evenSo: now < before, stoppingToken);
                before = now;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotLooked(log, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The machine's clock went back by at least {Seconds} s; the schedule begins anew")]
    private static partial void WentBack(ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The schedule cannot be looked at now: {Reason}")]
    private static partial void NotLooked(ILogger log, string reason);
}
