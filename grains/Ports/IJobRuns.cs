namespace Lifecycle.Grains;

/// <summary>A run of a job as it is stored.</summary>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
public sealed record StoredRun(
    Guid Id, string Name, string? Scope, string Status, string Actor, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, long Processed, long? Total, string? Error);

/// <summary>The history of job runs, shared by all silos of a database.</summary>
public interface IJobRuns
{
    /// <summary>Writes a new run down; one that is there already stays as it is.</summary>
    Task<StoredRun> Create(Guid id, string name, string? scope, string actor, CancellationToken ct);

    /// <summary>A run, or null.</summary>
    Task<StoredRun?> Find(Guid id, CancellationToken ct);

    /// <summary>A run of this job that was begun and not ended: by a silo that was killed, if nobody is running it.
    /// Also one that waits for longer than the schedule could have overlooked it.</summary>
    Task<StoredRun?> FindBegun(string name, CancellationToken ct);

    /// <summary>The run begins, or goes on. False when it was ended before it began.</summary>
    Task<bool> Begin(Guid id, CancellationToken ct);

    /// <summary>Writes progress down. False when somebody asked to cancel the run.</summary>
    Task<bool> Report(Guid id, long processed, long? total, CancellationToken ct);

    /// <summary>The run has ended.</summary>
    Task End(Guid id, string status, string? error, CancellationToken ct);

    /// <summary>Asks to cancel a run; a queued one ends at once. False when it has ended already.</summary>
    Task<bool> Cancel(Guid id, CancellationToken ct);
}

/// <summary>The schedule.</summary>
public interface ISchedule
{
    /// <summary>The jobs there are: name and description.</summary>
    IReadOnlyList<(string Name, string Description)> Jobs { get; }

    /// <summary>Has a run executed as soon as the job is free, by one of the silos.</summary>
    Task Trigger(string name, Guid runId, CancellationToken ct);
}
