using Lifecycle.Grains;
using Lifecycle.Jobs;

namespace Lifecycle.Silo.Scheduling;

/// <summary>
/// What schedulers fire for every job: finds the run to execute, reports its progress, and writes its end down. Whoever
/// calls it sees to it that a job runs once at a time in the whole cluster.
/// </summary>
internal sealed partial class JobRunner(IEnumerable<IJob> jobs, IJobRuns runs, JobMetrics metrics, TimeProvider time, ILogger<JobRunner> log)
{
    private const string Schedule = "schedule";

    /// <summary>The jobs there are: name and description.</summary>
    public IReadOnlyList<(string Name, string Description)> Jobs { get; } = [.. jobs.Select(j => (j.Name, j.Description)).OrderBy(j => j.Name)];

    /// <summary>Runs a job, if there is anything to do. A run that was stopped stays begun, and the next firing goes on with it.</summary>
    /// <param name="asked">The run that people asked for; null: what a killed silo left behind, or else what is due.</param>
    /// <exception cref="Exception">The machine did not let it begin or end; the run stays as it is, and the next firing finds it begun.</exception>
    public async Task RunAsync(string name, Guid? asked, CancellationToken stopping)
    {
        var job = jobs.First(j => j.Name == name);
        if (await FindRunAsync(job, asked, stopping) is { } run)
        {
            await ExecuteAsync(job, run, stopping);
        }
    }

    /// <summary>The run asked for; else one that a killed silo left behind; else a new one when something is due.</summary>
    private async Task<StoredRun?> FindRunAsync(IJob job, Guid? asked, CancellationToken ct)
    {
        if (asked is { } id)
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
}
