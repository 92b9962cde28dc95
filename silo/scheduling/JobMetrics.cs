using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Lifecycle.Jobs;
using Lifecycle.Store.Committing;

namespace Lifecycle.Silo.Scheduling;

/// <summary>What to watch of the jobs that run in this silo; named in the operations manual.</summary>
public sealed class JobMetrics : IDisposable
{
    private readonly Meter meter = new(CommitMetrics.Name);
    private readonly Counter<long> runs;
    private readonly ConcurrentDictionary<string, JobProgress> running = new();

    /// <summary>Once per silo.</summary>
    public JobMetrics()
    {
        runs = meter.CreateCounter<long>("lifecycle.job.runs", "{run}", "Runs that ended, by job and status.");
        meter.CreateObservableGauge(
            "lifecycle.job.processed", () => running.Select(r => new Measurement<long>(r.Value.Processed, Tag(r.Key))), "{item}", "What runs here has done, by job.");
        meter.CreateObservableGauge(
            "lifecycle.job.total",
            () => running.Where(r => r.Value.Total is not null).Select(r => new Measurement<long>(r.Value.Total!.Value, Tag(r.Key))),
            "{item}",
            "What runs here has to do, by job; absent while nobody knows.");
    }

    /// <summary>How far the run of a job is.</summary>
    public void Progress(string job, JobProgress progress) => running[job] = progress;

    /// <summary>The job does not run here any more, whether its run has ended or another silo goes on with it.</summary>
    public void Left(string job) => running.TryRemove(job, out _);

    /// <summary>A run of a job has ended.</summary>
    /// <param name="status">As in the run's resource.</param>
    public void Ended(string job, string status) => runs.Add(1, Tag(job), new("status", status));

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string job) => new("job", job);
}
