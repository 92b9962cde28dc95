using System.Diagnostics.CodeAnalysis;
using Lifecycle.Grains;
using Lifecycle.Jobs;
using Quartz;
using IJob = Lifecycle.Jobs.IJob;

namespace Lifecycle.Silo.Scheduling;

/// <summary>
/// What the scheduler fires for every job: finds the run to execute, reports its progress, and writes its end down.
/// One at a time in the whole cluster; fired again by another silo when this one dies.
/// </summary>
[DisallowConcurrentExecution]
[SuppressMessage("Performance", "CA1812", Justification = "Made by the scheduler.")]
internal sealed partial class RunJob(IEnumerable<IJob> jobs, IJobRuns runs, JobMetrics metrics, TimeProvider time, ILogger<RunJob> log) : Quartz.IJob
{
    /// <summary>In a trigger's data: the run that people asked for.</summary>
    public const string RunId = "run";

    private const string Schedule = "schedule";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var job = jobs.First(j => j.Name == context.JobDetail.Key.Name);
        try
        {
            if (await FindRunAsync(job, context, cancellationToken) is { } run)
            {
                await ExecuteAsync(job, run, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The run stays as it is; the next firing finds it begun and goes on.
            Postponed(log, job.Name, e.Message);
        }
    }

    /// <summary>The run asked for; else one that a killed silo left behind; else a new one when something is due.</summary>
    private async Task<StoredRun?> FindRunAsync(IJob job, IJobExecutionContext context, CancellationToken ct)
    {
        if (context.MergedJobDataMap.TryGetValue(RunId, out var asked) && Guid.TryParse(asked as string, out var id))
        {
            return await runs.Find(id, ct);
        }

        if (await runs.FindBegun(job.Name, ct) is { } begun)
        {
            return begun;
        }

        return await job.IsDueAsync(ct) ? await runs.Create(Guid.CreateVersion7(time.GetUtcNow()), job.Name, null, Schedule, ct) : null;
    }

    private async Task ExecuteAsync(IJob job, StoredRun run, CancellationToken stopping)
    {
        if (!await runs.Begin(run.Id, stopping))
        {
            return;
        }

        Begun(log, job.Name, run.Id, run.Scope);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await using var progress = new ReportedProgress(run, runs, metrics, cancel, time, log);
        try
        {
            await job.RunAsync(new(run.Scope, progress), cancel.Token);
            await EndAsync(job, run, progress, "done", null);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Another silo, or this one after its start, finds it begun and goes on.
        }
        catch (OperationCanceledException)
        {
            await EndAsync(job, run, progress, "cancelled", null);
        }
        catch (JobFailedException e)
        {
            await EndAsync(job, run, progress, "failed", e.Message);
        }
        catch (Exception e)
        {
            Failed(log, job.Name, run.Id, e);
            await EndAsync(job, run, progress, "failed", "Something broke; the log knows it by the id of the run.");
        }
    }

    private async Task EndAsync(IJob job, StoredRun run, ReportedProgress progress, string status, string? error)
    {
        await progress.FlushAsync();
        metrics.Ended(job.Name, status);
        await runs.End(run.Id, status, error, CancellationToken.None);
        Ended(log, job.Name, run.Id, status);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} begins, run {Run}, scope {Scope}")]
    private static partial void Begun(ILogger log, string job, Guid run, string? scope);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} ended, run {Run}: {Status}")]
    private static partial void Ended(ILogger log, string job, Guid run, string status);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed, run {Run}")]
    private static partial void Failed(ILogger log, string job, Guid run, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} is postponed: {Reason}")]
    private static partial void Postponed(ILogger log, string job, string reason);
}
