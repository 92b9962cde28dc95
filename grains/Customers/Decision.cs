using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What became of a command.</summary>
public enum Outcome
{
    /// <summary>Something was decided.</summary>
    Accepted,

    /// <summary>Nothing to do: it had been said before.</summary>
    Duplicate,

    /// <summary>The state does not allow it; nothing changed.</summary>
    Refused,

    /// <summary>The answer depends on what was compacted: fold the customer from the ledger and ask again.</summary>
    NeedsHistory,
}

/// <summary>The answer to a command: events, or why there are none.</summary>
public sealed record Decision(Outcome Outcome, ImmutableArray<CustomerEvent> Events, Refusal? Refusal = null)
{
    /// <summary>Nothing to do.</summary>
    public static Decision Duplicate { get; } = new(Outcome.Duplicate, []);

    /// <summary>The ledger is needed.</summary>
    public static Decision NeedsHistory { get; } = new(Outcome.NeedsHistory, []);

    /// <summary>Something was decided.</summary>
    public static Decision Accept(params ImmutableArray<CustomerEvent> events) => new(Outcome.Accepted, events);

    /// <summary>The state does not allow it.</summary>
    public static Decision Refuse(string code, string message, string? field = null) =>
        new(Outcome.Refused, [], new Refusal(code, message, field));
}
