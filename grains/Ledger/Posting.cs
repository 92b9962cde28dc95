namespace Lifecycle.Grains;

/// <summary>One ledger fact. (Source, ExternalId) is its key; everything else but the customer's state is its content.</summary>
/// <param name="Source">The system that reports it.</param>
/// <param name="ExternalId">Its number there.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Cents">The amount in cents, positive.</param>
/// <param name="OccurredOn">The day it counts on.</param>
/// <param name="DueOn">An explicit due day, only for shipments and opening debits.</param>
public sealed record Posting(
    string Source, string ExternalId, string CustomerId, PostingKind Kind, long Cents, DateOnly OccurredOn, DateOnly? DueOn)
{
    /// <summary>The refusal for a posting whose key stands for another one.</summary>
    public static Refusal Conflict { get; } =
        new("posting-conflict", "This source and external id already stand for a posting with other content.", "externalId");

    /// <summary>Reads input into a posting, or says what is wrong with it. Sets nothing but what the input says.</summary>
    /// <param name="today">The business day: a posting cannot lie ahead of it.</param>
    public static Refusal? TryCreate(
        string? source, string? externalId, string? customerId, string? kind, decimal amount, DateOnly occurredOn, DateOnly? dueOn,
        DateOnly today, out Posting posting)
    {
        posting = null!;
        var refusal = Text.CheckId(source, "source") ?? Text.CheckId(externalId, "externalId") ?? Text.CheckId(customerId, "customerId");
        if (refusal is not null)
        {
            return refusal;
        }

        if (!PostingKinds.TryParse(kind, out var parsed))
        {
            return new("unknown-kind", $"kind must be one of {PostingKinds.All}.", "kind");
        }

        refusal = Money.TryCents(amount, "amount", least: 1, out var cents) ?? CheckDays(parsed, occurredOn, dueOn, today);
        if (refusal is null)
        {
            posting = new Posting(source!, externalId!, customerId!, parsed, cents, occurredOn, dueOn);
        }

        return refusal;
    }

    private static Refusal? CheckDays(PostingKind kind, DateOnly occurredOn, DateOnly? dueOn, DateOnly today)
    {
        if (Days.CheckPast(occurredOn, "occurredOn", today) is { } refusal)
        {
            return refusal;
        }

        return dueOn switch
        {
            null => null,
            _ when !kind.MayBeDue() => new("due-not-allowed", $"A {kind.Name()} has no due day.", "dueOn"),
            _ when dueOn < occurredOn => new("due-before-occurred", "dueOn lies before occurredOn.", "dueOn"),
            _ when dueOn > Days.Latest => new("date-out-of-range", $"dueOn lies after {Days.Latest:yyyy-MM-dd}.", "dueOn"),
            _ => null,
        };
    }
}
