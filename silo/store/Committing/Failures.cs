using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>What a failed commit attempt means for the batch (the table in the commit protocol).</summary>
internal enum FailureKind
{
    /// <summary>Deadlock, serialization, lock timeout: the same batch again.</summary>
    Contention,

    /// <summary>One item cannot be processed: find it by halving.</summary>
    Culprit,

    /// <summary>The connection, the server or its disk is gone or ill; nothing was committed, and no single item is to blame.</summary>
    Gone,

    /// <summary>Whether it was committed cannot be found out.</summary>
    OutcomeUnknown,
}

/// <summary>Some items can be answered at once, but not within this transaction: roll back and go on without them.</summary>
internal sealed class ExcludedException(Func<WorkItem, bool> excludes, Verdict verdict, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public Func<WorkItem, bool> Excludes { get; } = excludes;

    public Verdict Verdict { get; } = verdict;

    /// <summary>The verdict on each, where they differ.</summary>
    public Func<WorkItem, Verdict>? VerdictOn { get; init; }

    /// <summary>The customer to put aside, when it is its stored state that cannot be read.</summary>
    public string? UnreadableCustomer { get; init; }
}

/// <summary>Postings were inserted for ids that are, or have become, nobody's. Again, and with a look at these first.</summary>
internal sealed class StrangersException(string[] customers) : Exception("Postings were inserted for customers that are not registered.")
{
    public string[] Customers { get; } = customers;
}

/// <summary>A key that blocked an insert had vanished when it was looked up: decide again.</summary>
internal sealed class KeyVanishedException() : Exception("A posting key was released while it was looked at.");

/// <summary>COMMIT was sent, no reply came, and the database says that it did not happen: decide again.</summary>
internal sealed class CommitLostException(Exception inner) : Exception("The connection was lost and the commit with it.", inner);

/// <summary>COMMIT was sent, no reply came, and nobody can be asked.</summary>
internal sealed class OutcomeUnknownException(Exception inner) : Exception("The outcome of a commit is unknown.", inner);

internal static class Failures
{
    public static Refusal Overloaded { get; } = new("overloaded", "Too much is waiting; try again shortly.");

    public static Refusal Unavailable { get; } = new("database-unavailable", "The database cannot be reached; nothing was changed.");

    public static Refusal Contended { get; } = new("contention", "Too many others changed the same customers; nothing was changed.");

    public static Refusal OutcomeUnknown { get; } = new("outcome-unknown", "The connection was lost during the commit; send the same request again.");

    public static Refusal Stopping { get; } = new("stopping", "The silo is stopping; nothing was changed.");

    public static FailureKind Classify(Exception failure) => failure switch
    {
        KeyVanishedException or CommitLostException => FailureKind.Contention,
        OutcomeUnknownException => FailureKind.OutcomeUnknown,
        PostgresException { SqlState: "40P01" or "40001" or "55P03" } => FailureKind.Contention,
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } => FailureKind.Culprit,
        NpgsqlException or IOException or TimeoutException => FailureKind.Gone,
        _ => FailureKind.Culprit,
    };

    /// <summary>The named error of the single item that fails wherever it goes.</summary>
    public static Refusal Name(Exception failure) => failure switch
    {
        OverflowException => new("amount-overflow", "The sums of this customer would no longer be representable."),
        _ => new("not-storable", "This cannot be stored; the silo's log says why."),
    };
}
