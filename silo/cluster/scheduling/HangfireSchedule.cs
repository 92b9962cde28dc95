using Hangfire;
using Lifecycle.Grains;
using Lifecycle.Silo.Scheduling;

namespace Lifecycle.Cluster.Scheduling;

/// <summary>Every job is looked at every minute and at start: whether there is anything to do, it knows itself.</summary>
internal sealed class HangfireSchedule(IRecurringJobManager recurring, IBackgroundJobClient once, JobRunner runner) : ISchedule, IHostedService
{
    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Description)> Jobs => runner.Jobs;

    /// <inheritdoc/>
    public Task Trigger(string name, Guid runId, CancellationToken ct)
    {
        once.Enqueue<HangfireJob>(job => job.RunAsync(name, runId, CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <summary>Has a job looked at, as the schedule does.</summary>
    public void Look(string name) => once.Enqueue<HangfireJob>(job => job.RunAsync(name, null, CancellationToken.None));

    /// <summary>Writes the timetable down, the same in every silo.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, _) in Jobs)
        {
            recurring.AddOrUpdate<HangfireJob>(name, job => job.RunAsync(name, null, CancellationToken.None), Cron.Minutely);
            Look(name);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
