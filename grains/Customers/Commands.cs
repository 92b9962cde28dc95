namespace Lifecycle.Grains;

/// <summary>Something asked of one customer. Its input has been checked; only the state can still refuse it.</summary>
/// <param name="Today">The business day on which it is asked.</param>
public abstract record Command(DateOnly Today);

/// <summary>A posting whose key is new to the ledger.</summary>
public sealed record AcceptPosting(DateOnly Today, Posting Posting) : Command(Today);

/// <summary>Takes back a posting of this customer that is not yet reversed.</summary>
public sealed record ReversePosting(DateOnly Today, Posting Posting) : Command(Today);

/// <summary>New values for some fields of the profile.</summary>
/// <param name="EffectiveOn">The day the dated fields take effect; null: <see cref="Command.Today"/>.</param>
/// <param name="Register">Whether an unknown customer becomes known by this.</param>
public sealed record ChangeProfile(
    DateOnly Today, DateOnly? EffectiveOn, ProfileChange Change, PersonChange Person, bool Register) : Command(Today)
{
    /// <summary>The version that the sender has seen; another one refuses the change. Null: any.</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>A judgement; replaces an earlier one of the same evaluator and day.</summary>
public sealed record RecordEvaluation(DateOnly Today, Evaluation Evaluation, string? Note) : Command(Today);

/// <summary>Somebody has taken note of an alert of this customer.</summary>
/// <param name="Number">With the kind, names the alert.</param>
public sealed record AcknowledgeAlert(DateOnly Today, AlertKind Kind, long Number) : Command(Today);

/// <summary>Passes on the alerts that nobody acknowledged for as long as the policy allows.</summary>
/// <param name="Manager">Whose superior it is: nothing is passed on of a customer that belongs to somebody else by now.</param>
/// <param name="Superior">Who is told; null: nobody is named.</param>
public sealed record EscalateAlerts(DateOnly Today, string? Manager, string? Superior) : Command(Today);

/// <summary>Takes back what an import left with the customer.</summary>
/// <param name="Postings">Which of its postings; null: it brought none.</param>
public sealed record UndoImport(DateOnly Today, Guid Import, PostingRange? Postings = null) : Command(Today);

/// <summary>A part of the postings that an import brought a customer, by their ids in the ledger.</summary>
/// <param name="Count">How many of the import lie in it.</param>
/// <param name="IsLast">Whether no part follows.</param>
public sealed record PostingRange(long First, long Last, int Count, bool IsLast)
{
    /// <summary>An import may have brought a customer a million postings, and a commit takes no second: so many at a time.</summary>
    public const int Most = 1000;
}

/// <summary>Nothing but a fresh rating: a step day has come, or another policy is in force.</summary>
public sealed record ReviewRating(DateOnly Today) : Command(Today);
