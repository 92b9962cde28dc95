namespace Lifecycle.Grains;

/// <summary>A to-do of an account manager instead of a message. It has no text: that is rendered when somebody reads it.</summary>
/// <param name="MessageKey">The care decision that it carries out: one decision opens one task.</param>
/// <param name="ContactId">The contact's number at this customer.</param>
/// <param name="Manager">Whose to-do it is; null: nobody's.</param>
/// <param name="Kind">One of <see cref="CareTaskKinds"/>.</param>
/// <param name="DueOn">The last day on which it is done in time.</param>
/// <param name="Cost">In cents: planned, then what it cost.</param>
/// <param name="BudgetId">What it is charged to; null: nothing.</param>
public sealed record CareTask(
    string MessageKey, string CustomerId, int ContactId, string? Manager, string Kind, DateOnly DueOn, long Cost = 0, string? BudgetId = null);

/// <summary>What there is to do.</summary>
public static class CareTaskKinds
{
    /// <summary>A call.</summary>
    public const string Call = "call";

    /// <summary>A visit.</summary>
    public const string Visit = "visit";

    /// <summary>A gift.</summary>
    public const string Gift = "gift";

    /// <summary>Every one.</summary>
    public static IReadOnlyList<string> All { get; } = [Call, Visit, Gift];
}

/// <summary>What became of a task.</summary>
public static class CareTaskStatus
{
    /// <summary>It waits.</summary>
    public const string Open = "open";

    /// <summary>It was done.</summary>
    public const string Done = "done";

    /// <summary>It is not to be done any more, and costs nothing.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Every one.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Done, Cancelled];
}
