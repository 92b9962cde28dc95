namespace Lifecycle.Grains;

/// <summary>A customer complains.</summary>
/// <param name="Id">Of the complaint; nobody else has it.</param>
/// <param name="Category">What about, in a word of the company.</param>
/// <param name="On">The day on which it was received.</param>
/// <param name="Note">In whose words ever; it is kept apart.</param>
public sealed record ReceiveComplaint(DateOnly Today, Guid Id, string Category, DateOnly On, string? Note) : Command(Today)
{
    /// <summary>Reads input into a command, or says what is wrong with it.</summary>
    /// <param name="on">The day on which it was received; null: today.</param>
    public static Refusal? TryCreate(Guid id, string? category, DateOnly? on, string? text, DateOnly today, out ReceiveComplaint command)
    {
        command = new(today, id, category ?? "", on ?? today, text);
        return Text.CheckId(category, "category") ?? Text.CheckNote(text, "text") ?? Days.CheckPast(command.On, "receivedOn", today);
    }
}

/// <summary>What people do about a complaint. The cluster edition sends the numbers.</summary>
public enum ComplaintStep : byte
{
    /// <summary>Somebody takes care of it.</summary>
    Assign = 1,

    /// <summary>It is solved.</summary>
    Solve = 2,

    /// <summary>The customer says that it is solved.</summary>
    Confirm = 3,

    /// <summary>It is not solved after all.</summary>
    Reopen = 4,
}

/// <summary>The next step of a complaint.</summary>
/// <param name="Assignee">Of <see cref="ComplaintStep.Assign"/>: who takes care of it.</param>
/// <param name="Note">Why, or how; it is kept apart.</param>
public sealed record ChangeComplaint(DateOnly Today, Guid Id, ComplaintStep Step, string? Assignee, string? Note) : Command(Today)
{
    /// <summary>Reads input into a command, or says what is wrong with it.</summary>
    public static Refusal? TryCreate(Guid id, ComplaintStep step, string? assignee, string? note, DateOnly today, out ChangeComplaint command)
    {
        command = new(today, id, step, assignee, note);
        return (step == ComplaintStep.Assign ? Text.CheckId(assignee, "assignee") : null) ?? Text.CheckNote(note, "note");
    }
}
