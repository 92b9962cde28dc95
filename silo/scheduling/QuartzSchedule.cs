using Lifecycle.Grains;
using Quartz;

namespace Lifecycle.Silo.Scheduling;

/// <summary>Every job is looked at every minute and at start: whether there is anything to do, it knows itself.</summary>
internal sealed class QuartzSchedule(ISchedulerFactory factory, JobRunner runner, TimeProvider time) : IKeptSchedule, IHostedService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    // No trigger is set further ahead than the next minute: one that is was set by a clock that stood ahead.
    private static readonly TimeSpan MostAhead = 2 * Every;

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
            await ScheduleAsync(scheduler, name, description, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task SetRightAsync(bool evenSo, CancellationToken ct)
    {
        var scheduler = await factory.GetScheduler(ct);
        foreach (var (name, description) in Jobs)
        {
            if (evenSo || (await scheduler.GetTrigger(new TriggerKey(name), ct))?.NextFireTimeUtc > time.GetUtcNow() + MostAhead)
            {
                await ScheduleAsync(scheduler, name, description, ct);
            }
        }
    }

    private async Task ScheduleAsync(IScheduler scheduler, string name, string description, CancellationToken ct)
    {
        var detail = JobBuilder.Create<RunJob>().WithIdentity(name).WithDescription(description).StoreDurably().RequestRecovery().Build();
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(name)
            .ForJob(detail)
            .StartNow()
            .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(Every).RepeatForever())
            .Build();
        await scheduler.ScheduleJob(detail, [trigger], ScheduleJobOptions.Replacing, ct);
    }
}
