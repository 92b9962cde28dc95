namespace Lifecycle.Grains;

/// <summary>A task with what became of it.</summary>
/// <param name="Status">One of <see cref="CareTaskStatus"/>.</param>
/// <param name="Version">Counts changes, from 1.</param>
/// <param name="DoneOn">The day on which it was done; null: it was not.</param>
/// <param name="Note">What came of it; null: nothing was said, or it was erased.</param>
public sealed record StoredTask(long Id, CareTask Task, string Status, int Version, DateOnly? DoneOn, string? Note)
{
    /// <summary>The refusal for one that there is not.</summary>
    public static Refusal Unknown { get; } = new("task-not-found", "There is no task with this id.", "id");

    private static Refusal IsDone { get; } = new("task-done", "The task is done already, and what came of it is on record.");

    private static Refusal IsCancelled { get; } = new("task-cancelled", "The task is cancelled.");

    /// <summary>Decides that it was done: the task as it is then, itself where that had been said before, or why not.</summary>
    public (StoredTask After, Refusal? Refusal) Finish(TaskOutcome outcome)
    {
        var done = this with { Status = CareTaskStatus.Done, DoneOn = outcome.On, Note = outcome.Note, Task = Task with { Cost = outcome.Cost ?? Task.Cost } };
        return Status switch
        {
            CareTaskStatus.Open => (done with { Version = Version + 1 }, null),
            CareTaskStatus.Done => done == this ? (this, null) : (this, IsDone),
            _ => (this, IsCancelled),
        };
    }

    /// <summary>Decides that it is not to be done any more, like <see cref="Finish"/>.</summary>
    public (StoredTask After, Refusal? Refusal) Cancel() => Status switch
    {
        CareTaskStatus.Open => (this with { Status = CareTaskStatus.Cancelled, Version = Version + 1 }, null),
        CareTaskStatus.Done => (this, IsDone),
        _ => (this, null),
    };
}

/// <summary>What came of a task.</summary>
/// <param name="On">The day on which it was done.</param>
/// <param name="Cost">What it cost, in cents; null: what was planned.</param>
/// <param name="Note">It may name people, and is kept apart.</param>
public sealed record TaskOutcome(DateOnly On, long? Cost, string? Note)
{
    /// <summary>Reads input into an outcome, or says what is wrong with it.</summary>
    /// <param name="on">The day on which it was done; null: today.</param>
    public static Refusal? TryCreate(DateOnly? on, decimal? cost, string? note, DateOnly today, out TaskOutcome outcome)
    {
        var cents = 0L;
        var unfit = cost is { } amount ? Money.TryCents(amount, "cost", least: 0, out cents) : null;
        outcome = new(on ?? today, cost is null ? null : cents, note);
        return unfit ?? Days.CheckPast(outcome.On, "on", today) ?? Text.CheckNote(note, "note");
    }
}
