namespace Lifecycle.Grains;

/// <summary>A complaint (投诉) of a customer that it has not confirmed as solved.</summary>
/// <param name="Id">Names it for good.</param>
/// <param name="DueOn">The last day on which it is solved in time.</param>
/// <param name="Assignee">Who takes care of it; null: nobody yet.</param>
/// <param name="Reopened">How often it was not solved after all.</param>
public sealed record Complaint(Guid Id, DateOnly DueOn, ComplaintStatus Status, string? Assignee, int Reopened)
{
    /// <summary>The refusal for one that there is not.</summary>
    public static Refusal Unknown { get; } = new("complaint-not-found", "There is no complaint with this id.", "id");

    /// <summary>The refusal for what is asked of one that the customer has confirmed as solved: that is its end.</summary>
    public static Refusal Closed { get; } = new("complaint-closed", "The customer has confirmed that the complaint is solved.");

    /// <summary>Whether it is not solved.</summary>
    public bool IsOpen => Status is ComplaintStatus.Received or ComplaintStatus.Assigned or ComplaintStatus.Reopened;

    /// <summary>Whether it should have been solved before a day.</summary>
    public bool IsOverdue(DateOnly day) => IsOpen && day > DueOn;

    /// <summary>After something happened to it.</summary>
    public Complaint After(ComplaintEvent happened) => happened switch
    {
        ComplaintAssigned e => this with { Status = ComplaintStatus.Assigned, Assignee = e.Assignee },
        ComplaintSolved => this with { Status = ComplaintStatus.Solved },
        ComplaintConfirmed => this with { Status = ComplaintStatus.Confirmed },
        ComplaintReopened => this with { Status = ComplaintStatus.Reopened, Reopened = Reopened + 1 },
        _ => throw new InvalidOperationException($"No evolution for {happened.GetType().Name}."),
    };
}

/// <summary>The life of a complaint. The numbers are stored in packed states.</summary>
public enum ComplaintStatus : byte
{
    /// <summary>Nobody takes care of it yet.</summary>
    Received = 1,

    /// <summary>Somebody takes care of it.</summary>
    Assigned = 2,

    /// <summary>It is solved, and the customer has not said so yet.</summary>
    Solved = 3,

    /// <summary>The customer said that it is solved.</summary>
    Confirmed = 4,

    /// <summary>It was called solved and is not.</summary>
    Reopened = 5,
}
