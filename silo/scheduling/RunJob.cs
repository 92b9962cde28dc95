using System.Diagnostics.CodeAnalysis;
using Quartz;

namespace Lifecycle.Silo.Scheduling;

/// <summary>
/// What Quartz fires for every job: one at a time in the whole cluster, fired again by another silo when this one dies, or seems to. Then
/// it waits for the job's turn, and whatever is fired after it waits in the store.
/// </summary>
[DisallowConcurrentExecution]
[SuppressMessage("Performance", "CA1812", Justification = "Made by the scheduler.")]
internal sealed partial class RunJob(JobRunner runner, ILogger<RunJob> log) : IJob
{
    /// <summary>In a trigger's data: the run that people asked for.</summary>
    public const string RunId = "run";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        try
        {
            await runner.RunAsync(name, Asked(context), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The run stays as it is; the next firing finds it begun and goes on.
            Postponed(log, name, e.Message);
        }
    }

    private static Guid? Asked(IJobExecutionContext context) =>
        context.MergedJobDataMap.TryGetValue(RunId, out var asked) && Guid.TryParse(asked as string, out var id) ? id : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} is postponed: {Reason}")]
    private static partial void Postponed(ILogger log, string job, string reason);
}
