namespace Lifecycle.Grains;

/// <summary>Something decided about one customer.</summary>
public abstract record CustomerEvent;

/// <summary>The customer became known.</summary>
public sealed record CustomerRegistered : CustomerEvent;

/// <summary>Fields of the profile took new values; the dated ones from <paramref name="EffectiveOn"/>.</summary>
public sealed record ProfileChanged(DateOnly EffectiveOn, ProfileChange Change) : CustomerEvent;

/// <summary>Name or contacts changed. The data is kept apart; the event only says so.</summary>
public sealed record PersonChanged(Person Person) : CustomerEvent;

/// <summary>A judgement was recorded.</summary>
public sealed record EvaluationRecorded(Evaluation Evaluation, string? Note) : CustomerEvent;

/// <summary>Somebody took note of an alert.</summary>
public sealed record AlertAcknowledged(AlertKind Kind, long Number) : CustomerEvent;

/// <summary>Nobody took note of an alert, so it was passed on.</summary>
public sealed record AlertEscalated(AlertKind Kind, long Number, Escalation Escalation) : CustomerEvent;

/// <summary>What an import had said does not count any more; its postings are reversed one by one.</summary>
/// <param name="IsGone">Nothing else is known of the customer: it is not registered any more.</param>
/// <param name="Profile">The profile without the import. Not stored: the history gives it.</param>
/// <param name="Evaluations">The judgements without the import. Not stored either.</param>
public sealed record ImportUndone(Guid Import, bool IsGone, Profile Profile, Evaluations Evaluations) : CustomerEvent;

/// <summary>A posting entered the ledger.</summary>
public sealed record PostingAccepted(Posting Posting) : CustomerEvent;

/// <summary>A posting was taken back.</summary>
public sealed record PostingReversed(Posting Posting) : CustomerEvent;
