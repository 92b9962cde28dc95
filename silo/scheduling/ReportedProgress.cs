using Lifecycle.Grains;
using Lifecycle.Jobs;

namespace Lifecycle.Silo.Scheduling;

/// <summary>
/// Writes a run's progress down every two seconds, and to the log; learns on the way whether somebody wants it cancelled.
/// </summary>
internal sealed partial class ReportedProgress : IProgress<JobProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly StoredRun run;
    private readonly IJobRuns runs;
    private readonly JobMetrics metrics;
    private readonly CancellationTokenSource cancel;
    private readonly ILogger log;
    private readonly PeriodicTimer timer;
    private readonly Task reporting;
    private JobProgress latest;

    public ReportedProgress(StoredRun run, IJobRuns runs, JobMetrics metrics, CancellationTokenSource cancel, TimeProvider time, ILogger log)
    {
        (this.run, this.runs, this.metrics, this.cancel, this.log) = (run, runs, metrics, cancel, log);
        timer = new(Every, time);
        reporting = ReportAsync();
    }

    public void Report(JobProgress value)
    {
        metrics.Progress(run.Name, value);
        lock (timer)
        {
            latest = value;
        }
    }

    /// <summary>Writes the last progress down at once.</summary>
    public Task FlushAsync() => WriteAsync(Latest());

    public async ValueTask DisposeAsync()
    {
        // First: the rest may take as long as a database that is away.
        metrics.Left(run.Name);
        timer.Dispose();
        await reporting;
    }

    private async Task ReportAsync()
    {
        var written = default(JobProgress);
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                var now = Latest();
                await WriteAsync(now);
                if (now != written)
                {
                    Progress(log, run.Id, now.Processed, now.Total);
                    written = now;
                }
            }
            catch (Exception e)
            {
                NotWritten(log, run.Id, e.Message);
            }
        }
    }

    private async Task WriteAsync(JobProgress now)
    {
        if (!await runs.Report(run.Id, now.Processed, now.Total, CancellationToken.None))
        {
            await cancel.CancelAsync();
        }
    }

    private JobProgress Latest()
    {
        lock (timer)
        {
            return latest;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: {Processed} of {Total}")]
    private static partial void Progress(ILogger log, Guid run, long processed, long? total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: progress cannot be written now: {Reason}")]
    private static partial void NotWritten(ILogger log, Guid run, string reason);
}
