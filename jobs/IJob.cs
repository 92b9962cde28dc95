namespace Lifecycle.Jobs;

/// <summary>Something that runs on a schedule or when asked: finds what is due and sends commands, nothing else.</summary>
public interface IJob
{
    /// <summary>Its name in the interface, e.g. <c>re-rate</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for people.</summary>
    string Description { get; }

    /// <summary>Whether the schedule has something for it to do; asked every minute, and at start.</summary>
    Task<bool> IsDueAsync(CancellationToken ct);

    /// <summary>
    /// Does the work. A run that was killed is simply run again: what is done already must not be due any more.
    /// </summary>
    /// <exception cref="JobFailedException">It found something that people must know.</exception>
    Task RunAsync(JobRun run, CancellationToken ct);
}

/// <summary>One run of a job.</summary>
/// <param name="Scope">What the run is asked to do, for jobs that know several; null: what the schedule would do.</param>
/// <param name="Progress">Told how much is done, and out of how much where that is known.</param>
public sealed record JobRun(string? Scope, IProgress<JobProgress> Progress);

/// <summary>How far a run is.</summary>
public readonly record struct JobProgress(long Processed, long? Total);

/// <summary>A run ends as failed, with a message for people. Not for bugs.</summary>
public sealed class JobFailedException(string message) : Exception(message);
