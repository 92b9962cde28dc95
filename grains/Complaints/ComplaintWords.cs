namespace Lifecycle.Grains;

/// <summary>The words of the interface and of the tables.</summary>
public static class ComplaintWords
{
    /// <summary>Every status.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [.. Enum.GetValues<ComplaintStatus>().Select(Word)];

    /// <summary>The word for a status.</summary>
    public static string Word(this ComplaintStatus status) => status switch
    {
        ComplaintStatus.Received => "received",
        ComplaintStatus.Assigned => "assigned",
        ComplaintStatus.Solved => "solved",
        ComplaintStatus.Confirmed => "confirmed",
        _ => "reopened",
    };
}
