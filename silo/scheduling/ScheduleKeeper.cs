using Lifecycle.Store;

namespace Lifecycle.Silo.Scheduling;

/// <summary>
/// Looks every minute whether the next look at a job is one that a clock has set which stood ahead: without that, jobs would stand
/// still after it was set back for as long as it was wrong.
/// </summary>
internal sealed partial class ScheduleKeeper(IKeptSchedule schedule, TimeProvider time, ILogger<ScheduleKeeper> log)
    : PeriodicService(TimeSpan.FromMinutes(1), time)
{
    private readonly TimeProvider machine = time;
    private DateTimeOffset before = time.GetUtcNow();

    protected override async Task DoAsync(CancellationToken ct)
    {
        var now = machine.GetUtcNow();
        if (now < before)
        {
            WentBack(log, (before - now).TotalSeconds);
        }

        await schedule.SetRightAsync(evenSo: now < before, ct);
        before = now;
    }

    protected override void Tell(string reason) => NotLooked(log, reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The machine's clock went back by at least {Seconds} s; the schedule begins anew")]
    private static partial void WentBack(ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The schedule cannot be looked at now: {Reason}")]
    private static partial void NotLooked(ILogger log, string reason);
}
