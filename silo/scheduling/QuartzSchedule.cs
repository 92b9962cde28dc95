using Lifecycle.Grains;
using Quartz;

namespace Lifecycle.Silo.Scheduling;

/// <summary>Every job is looked at every minute and at start: whether there is anything to do, it knows itself.</summary>
internal sealed class QuartzSchedule(ISchedulerFactory factory, JobRunner runner) : ISchedule, IHostedService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Description)> Jobs => runner.Jobs;

    /// <inheritdoc/>
    public async Task Trigger(string name, Guid runId, CancellationToken ct)
    {
        var scheduler = await factory.GetScheduler(ct);
        await scheduler.TriggerJob(new JobKey(name), new JobDataMap { [RunJob.RunId] = runId.ToString() }, ct);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await factory.GetScheduler(cancellationToken);
        foreach (var (name, description) in Jobs)
        {
            var detail = JobBuilder.Create<RunJob>().WithIdentity(name).WithDescription(description).StoreDurably().RequestRecovery().Build();
            var trigger = TriggerBuilder.Create()
                .WithIdentity(name)
                .ForJob(detail)
                .StartNow()
                .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(Every).RepeatForever())
                .Build();
            await scheduler.ScheduleJob(detail, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
