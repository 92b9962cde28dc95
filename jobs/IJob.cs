namespace Lifecycle.Jobs;

/// <summary>Something that runs on a schedule or when asked: finds what is due and sends commands, nothing else.</summary>
public interface IJob
{
    /// <summary>Its name in the interface, e.g. <c>re-rate</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Does the work. A run that was killed is simply run again: what is done already must not be due any more.
    /// </summary>
    Task RunAsync(JobRun run, CancellationToken ct);
}

/// <summary>One run of a job.</summary>
/// <param name="Scope">What the run is asked to do, for jobs that know several; else null.</param>
/// <param name="Progress">Told how much is done, and out of how much where that is known.</param>
public sealed record JobRun(string? Scope, IProgress<JobProgress> Progress);

/// <summary>How far a run is.</summary>
public readonly record struct JobProgress(long Processed, long? Total);
