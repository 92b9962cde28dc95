using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>The customer as a decider: <c>Decide(state, command) → events</c>, <c>Evolve(state, event) → state</c>.</summary>
public static class Customer
{
    /// <summary>The refusal for whatever is asked of a customer nobody registered.</summary>
    public static Refusal Unknown { get; } = new("customer-not-found", "There is no customer with this id.", "customerId");

    /// <summary>The refusal for a customer that waits for people to repair it.</summary>
    public static Refusal Quarantined { get; } = new("customer-quarantined", "The stored state of this customer cannot be read.", "customerId");

    /// <summary>Decides a command. Never throws for what a user may send.</summary>
    /// <param name="known">Name and contacts as stored; only <see cref="ChangeProfile"/> looks at them.</param>
    /// <param name="policies">The policies; only <see cref="EscalateAlerts"/> and <see cref="ReceiveComplaint"/> look at them, and cannot do without.</param>
    /// <param name="trace">What the import left; only <see cref="UndoImport"/> looks at it, and cannot do without.</param>
    public static Decision Decide(
        CustomerState state, Command command, Person? known = null,
        PolicyBook? policies = null, ImportTrace? trace = null) => command switch
    {
        ChangeProfile change => Decide(state, change, known),
        UndoImport when !state.IsRegistered => Decision.Duplicate,
        UndoImport undo => Undoing.Decide(state, undo, known, trace!),
        _ when !state.IsRegistered => new(Outcome.Refused, [], Unknown),
        AcceptPosting accept => Decide(state, accept),
        ReversePosting reverse when state.Movements.IsCompacted(reverse.Posting.OccurredOn) => Decision.NeedsHistory,
        ReversePosting reverse => Decision.Accept(new PostingReversed(reverse.Posting)),
        RecordEvaluation record when state.Evaluations.Contains(record.Evaluation) => Decision.Duplicate,
        RecordEvaluation record => Decision.Accept(new EvaluationRecorded(record.Evaluation, record.Note)),
        AcknowledgeAlert acknowledge => Decide(state, acknowledge),
        EscalateAlerts escalate => Escalation.Decide(state, escalate, policies!.InForceOn(escalate.Today).Document.Alerts),
        SetTier set => HandTier.Decide(state, set),
        DecideTierProposal decide => TierProposal.Decide(state, decide),
        EndTier end => HandTier.Decide(state, end),
        ReceiveComplaint receive => Complaining.Decide(state, receive, policies!),
        ChangeComplaint change => Complaining.Decide(state, change),
        ReviewRating => new(Outcome.Accepted, []),
        _ => throw new InvalidOperationException($"No decision for {command.GetType().Name}."),
    };

    /// <summary>The state after an event.</summary>
    public static CustomerState Evolve(CustomerState state, CustomerEvent happened) => happened switch
    {
        CustomerRegistered => state with { IsRegistered = true },
        ProfileChanged e => state with { Profile = e.Change.ApplyTo(state.Profile, e.EffectiveOn) },
        PersonChanged => state,
        EvaluationRecorded e => state with { Evaluations = state.Evaluations.Plus(e.Evaluation) },
        ImportUndone e => state with { IsRegistered = !e.IsGone, Profile = e.Profile, Evaluations = e.Evaluations },
        AlertAcknowledged e => state with { Alerts = state.Alerts.Acknowledge(e.Kind, e.Number) },
        AlertEscalated e => state with { Alerts = state.Alerts.Escalate(e.Kind, e.Number, e.Escalation) },
        TierEvent e => state with { Tiers = state.Tiers.After(e) },
        ComplaintEvent e => state with { Complaints = state.Complaints.After(e) },
        PostingAccepted e => state with { Movements = state.Movements.Plus(e.Posting) },
        PostingReversed e => state with { Movements = state.Movements.Minus(e.Posting) },
        _ => throw new InvalidOperationException($"No evolution for {happened.GetType().Name}."),
    };

    /// <summary>The customer freshly rated: the last step of every commit.</summary>
    /// <param name="today">The business day. A rating never goes back behind the one before.</param>
    /// <param name="state">With the version that it is about to have.</param>
    /// <param name="import">The import that leads to it, if one does.</param>
    /// <param name="posted">What was posted before this commit; null: all that there is.</param>
    public static Rated Rate(CustomerState state, DateOnly today, PolicyBook policies, Guid? import = null, Movements? posted = null)
    {
        var day = state.Standing is { } before && before.RatedOn > today ? before.RatedOn : today;
        var (rating, nextReviewOn) = Rater.Review(state, day, policies);
        var tiers = TierProposing.After(state, rating, policies, posted ?? state.Movements);
        if (!tiers.IsEmpty)
        {
            // What waits for approval, and since when, is part of the tier in force and of the next step day.
            state = tiers.Aggregate(state, Evolve);
            (rating, nextReviewOn) = Rater.Review(state, day, policies);
        }

        var standing = Standing.Of(rating, nextReviewOn, state.Profile);
        var thresholds = policies.InForceOn(day).Document.Alerts;
        var (alerts, changes) = state.Alerts.After(
            state.Standing, standing, rating, thresholds, state.Version, import, state.Tiers.Proposal, state.Complaints);
        return new(state with { Standing = standing, Alerts = alerts }, rating, changes, tiers);
    }

    private static Decision Decide(CustomerState state, AcknowledgeAlert acknowledge) =>
        state.Alerts.Current(acknowledge.Kind) is not { } alert || alert.Number != acknowledge.Number
            ? Decision.Refuse("alert-not-found", "There is no such alert that is not closed.")
            : alert.Status == AlertStatus.Acknowledged
                ? Decision.Duplicate
                : Decision.Accept(new AlertAcknowledged(acknowledge.Kind, acknowledge.Number));

    private static Decision Decide(CustomerState state, AcceptPosting accept)
    {
        if (state.Movements.IsCompacted(accept.Posting.OccurredOn))
        {
            return Decision.NeedsHistory;
        }

        return Decision.Accept(new PostingAccepted(accept.Posting));
    }

    private static Decision Decide(CustomerState state, ChangeProfile command, Person? known)
    {
        if (!state.IsRegistered && !command.Register)
        {
            return new(Outcome.Refused, [], Unknown);
        }

        if (command.ExpectedVersion is { } expected && expected != (state.IsRegistered ? state.Version : 0))
        {
            return Decision.Refuse("version-mismatch", "The customer has changed since it was read.");
        }

        if (command.Person.Check(known) is { } unknownContact)
        {
            return new(Outcome.Refused, [], unknownContact);
        }

        var person = command.Person.ApplyTo(known);
        if (person.Name.Length == 0)
        {
            return Decision.Refuse("required", "name is required.", "name");
        }

        var on = command.EffectiveOn ?? command.Today;
        var change = command.Change.Against(state.Profile, on);
        if (ReachesIntoCompacted(state, change, on))
        {
            return Decision.NeedsHistory;
        }

        var events = ImmutableArray.CreateBuilder<CustomerEvent>(3);
        if (!state.IsRegistered)
        {
            events.Add(new CustomerRegistered());
        }

        if (!change.IsEmpty)
        {
            events.Add(new ProfileChanged(on, change));
        }

        if (person != known)
        {
            events.Add(new PersonChanged(person));
        }

        return events.Count == 0 ? Decision.Duplicate : Decision.Accept(events.ToImmutable());
    }

    /// <summary>Other credit terms move the due days of debits: also of those that were compacted under the old ones.</summary>
    private static bool ReachesIntoCompacted(CustomerState state, ProfileChange change, DateOnly on) =>
        state.Movements.Opening is { } opening
        && ((change.CreditDays.IsGiven && state.Profile.CreditDays.ReachesBack(on, opening.Through))
            || (change.CreditFrom.IsGiven && state.Profile.CreditFrom.ReachesBack(on, opening.Through)));
}

/// <summary>A customer freshly rated.</summary>
/// <param name="Alerts">What the rating changed in its alerts.</param>
/// <param name="Tiers">What was decided beside it about changes of tier that wait for approval; already part of the state.</param>
public sealed record Rated(CustomerState State, Rating Rating, ImmutableArray<AlertChange> Alerts, ImmutableArray<TierEvent> Tiers)
{
    /// <summary>State and rating alone.</summary>
    public void Deconstruct(out CustomerState state, out Rating rating) => (state, rating) = (State, Rating);
}
