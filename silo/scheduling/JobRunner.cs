using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Store.Jobs;

namespace Lifecycle.Silo.Scheduling;

/// <summary>
/// What schedulers fire for every job: takes the job's turn, so that it runs once at a time in the whole cluster, finds the run to
/// execute, reports its progress, and writes its end down.
/// </summary>
internal sealed partial class JobRunner(
    IEnumerable<IJob> jobs, IJobRuns runs, JobTurn turns, JobMetrics metrics, TimeProvider time, ILogger<JobRunner> log)
{
    // So soon somebody goes on with what a silo that is gone was at.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>The jobs there are: name and description.</summary>
    public IReadOnlyList<(string Name, string Description)> Jobs { get; } = [.. jobs.Select(j => (j.Name, j.Description)).OrderBy(j => j.Name)];

    /// <summary>Runs a job, if there is anything to do, as soon as it has its turn; goes on with it when the turn was lost over it.</summary>
    /// <param name="asked">As for <see cref="TryRunAsync"/>.</param>
    /// <exception cref="OperationCanceledException">The silo stops; a run that was begun stays so.</exception>
    /// <exception cref="Exception">As for <see cref="TryRunAsync"/>.</exception>
    public async Task RunAsync(string name, Guid? asked, CancellationToken stopping)
    {
        while (!await RunOnceAsync(name, asked, stopping))
        {
            await Task.Delay(Again, time, stopping);
        }
    }

    /// <summary>Runs a job, if there is anything to do and it has its turn. A run that was stopped stays begun, and the next firing goes on with it.</summary>
    /// <param name="asked">The run that people asked for; null: what a killed silo left behind, or else what is due.</param>
    /// <returns>False: somebody else has the job's turn.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped half way: the silo stops, or has lost the job's turn.</exception>
    /// <exception cref="Exception">The machine did not let it begin or end; the run stays as it is, and the next firing finds it begun.</exception>
    public async Task<bool> TryRunAsync(string name, Guid? asked, CancellationToken stopping)
    {
        var job = jobs.First(j => j.Name == name);
        await using var turn = await turns.TryTakeAsync(name, stopping);
        if (turn is null)
        {
            return false;
        }

        // Without its turn a run stops as if its silo had died.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, turn.Lost);
        if (await FindRunAsync(job, asked, ends.Token) is { } run)
        {
            await ExecuteAsync(job, run, ends.Token);
        }

        ends.Token.ThrowIfCancellationRequested();
        return true;
    }

    /// <summary>As <see cref="TryRunAsync"/>, and false as well when the turn was lost: it may be had again.</summary>
    private async Task<bool> RunOnceAsync(string name, Guid? asked, CancellationToken stopping)
    {
        try
        {
            return await TryRunAsync(name, asked, stopping);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            Lost(log, name);
            return false;
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

        return await job.IsDueAsync(ct) ? await runs.Create(Guid.CreateVersion7(time.GetUtcNow()), job.Name, null, JobRuns.BySchedule, ct) : null;
    }

    private async Task ExecuteAsync(IJob job, StoredRun run, CancellationToken ends)
    {
        if (!await runs.Begin(run.Id, ends))
        {
            return;
        }

        Begun(log, job.Name, run.Id, run.Scope);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(ends);
        await using var progress = new ReportedProgress(run, runs, metrics, cancel, time, log);
        if (await OutcomeAsync(job, run, progress, ends, cancel.Token) is var (status, error))
        {
            await progress.FlushAsync();
            await runs.End(run.Id, status, error, CancellationToken.None);
            metrics.Ended(job.Name, status);
            Ended(log, job.Name, run.Id, status);
        }
    }

    /// <summary>How it ended, and why if it failed; null: it was stopped, and another silo, or this one after its start, finds it begun and goes on.</summary>
    private async Task<(string Status, string? Error)?> OutcomeAsync(
        IJob job, StoredRun run, ReportedProgress progress, CancellationToken ends, CancellationToken cancel)
    {
        try
        {
            await job.RunAsync(new(run.Scope, progress), cancel);
            return ("done", null);
        }
        catch (Exception) when (ends.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return ("cancelled", null);
        }
        catch (JobFailedException e)
        {
            return ("failed", e.Message);
        }
        catch (Exception e)
        {
            Failed(log, job.Name, run.Id, e);
            return ("failed", "Something broke; the log knows it by the id of the run.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} begins, run {Run}, scope {Scope}")]
    private static partial void Begun(ILogger log, string job, Guid run, string? scope);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} ended, run {Run}: {Status}")]
    private static partial void Ended(ILogger log, string job, Guid run, string status);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed, run {Run}")]
    private static partial void Failed(ILogger log, string job, Guid run, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} has lost its turn, since the connection that held it is gone, and waits for another")]
    private static partial void Lost(ILogger log, string job);
}
