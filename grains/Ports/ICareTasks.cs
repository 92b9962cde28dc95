namespace Lifecycle.Grains;

/// <summary>How a change of a task ended.</summary>
/// <param name="Task">As it is now; null: there is none, or the change was refused.</param>
/// <param name="IsDuplicate">It had been said before; nothing changed.</param>
public sealed record TaskChange(StoredTask? Task, bool IsDuplicate, Refusal? Refusal);

/// <summary>To-dos of account managers. They are opened by whoever carries out the care decision, in its own transaction.</summary>
public interface ICareTasks
{
    /// <summary>A task was done. What it cost is a fact, whatever its budget says.</summary>
    Task<TaskChange> Finish(long id, TaskOutcome outcome, Origin origin, CancellationToken ct);

    /// <summary>A task is not to be done any more: its budget has its cost back.</summary>
    Task<TaskChange> Cancel(long id, Origin origin, CancellationToken ct);

    /// <summary>What is on record about the visits of a customer.</summary>
    Task<VisitHistory> Visits(string customerId, CancellationToken ct);
}
