using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Silo.Demo;

/// <summary>One customer of the sample portfolio, as input: what a person or an ERP would have sent.</summary>
/// <param name="Habit">The name of the habit that made it; for tests and the curious.</param>
/// <param name="Profiles">The registration, then later changes.</param>
/// <param name="Postings">In the order of their days.</param>
public sealed record DemoCustomer(
    string Id, string Habit, ImmutableArray<ProfileInput> Profiles, ImmutableArray<DemoJudgement> Judgements, ImmutableArray<DemoPosting> Postings)
{
    /// <summary>The system that the postings come from.</summary>
    public const string Source = "demo";

    /// <summary>The commands that this input becomes, through the same checks as everybody's.</summary>
    /// <exception cref="InvalidOperationException">The generator made something that a user could not have sent.</exception>
    public IReadOnlyList<Command> Commands(DateOnly today)
    {
        var commands = new List<Command>(Profiles.Length + Judgements.Length + Postings.Length);
        foreach (var profile in Profiles)
        {
            var first = commands.Count == 0;
            Demand(profile.TryRead(today, replace: first, register: first, firstContact: null, out var command));
            commands.Add(command);
        }

        foreach (var (evaluator, points, on, note) in Judgements)
        {
            Demand(Evaluation.TryCreate(evaluator, points, on, note, today, out var evaluation));
            commands.Add(new RecordEvaluation(today, evaluation, note));
        }

        foreach (var (externalId, kind, amount, occurredOn, dueOn) in Postings)
        {
            Demand(Posting.TryCreate(Source, externalId, Id, kind, amount, occurredOn, dueOn, today, out var posting));
            commands.Add(new AcceptPosting(today, posting));
        }

        return commands;
    }

    private void Demand(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"{Id} ({Habit}) is no valid input: {refusal.Code}, {refusal.Field}.");
        }
    }
}

/// <summary>An evaluation as input.</summary>
public sealed record DemoJudgement(string Evaluator, decimal Points, DateOnly On, string? Note);

/// <summary>A posting as input.</summary>
public sealed record DemoPosting(string ExternalId, string Kind, decimal Amount, DateOnly OccurredOn, DateOnly? DueOn);
