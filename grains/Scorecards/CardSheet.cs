using System.Collections.Immutable;
using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>Who is judged.</summary>
public enum SubjectKind
{
    /// <summary>Somebody who may become a customer; known here by an id of their own.</summary>
    Prospect = 1,

    /// <summary>A registered customer.</summary>
    Customer = 2,
}

/// <summary>A prospect or a customer.</summary>
public sealed record CardSubject(SubjectKind Kind, string Id);

/// <summary>What was answered to a question.</summary>
/// <param name="Choice">Null: a number on the scale of the question.</param>
/// <param name="Points">What it is worth, in hundredths.</param>
public sealed record CardAnswer(CardQuestion Question, CardChoice? Choice, int Points);

/// <summary>One evaluator's answers on a day. Once recorded it never changes.</summary>
/// <param name="Number">Rises with every sheet that is recorded.</param>
/// <param name="Card">The version of the card that was answered.</param>
/// <param name="Answers">In the order of the card.</param>
/// <param name="Actor">Who recorded it.</param>
public sealed record CardSheet(
    long Number, int Version, Scorecard Card, string Evaluator, DateOnly On, ImmutableArray<CardAnswer> Answers, string Actor, DateTimeOffset RecordedAt)
{
    /// <summary>The questions without an answer.</summary>
    public ImmutableArray<string> Missing { get; } =
        [.. Card.Questions.Select(question => question.Name).Except(Answers.Select(answer => answer.Question.Name), StringComparer.Ordinal)];

    /// <summary>Whether every question is answered: only then it is scored.</summary>
    public bool IsComplete => Missing.IsEmpty;

    /// <summary>Whether the same was answered.</summary>
    public bool SaysTheSame(CardSheet other) =>
        (Version, Evaluator, On) == (other.Version, other.Evaluator, other.On)
        && Answers.Select(Said).SequenceEqual(other.Answers.Select(Said));

    /// <summary>Says what is wrong with an evaluator and a day, or null.</summary>
    public static Refusal? Check(string? evaluator, DateOnly on, DateOnly today) =>
        Text.CheckId(evaluator, "evaluator") ?? Days.CheckPast(on, "on", today);

    /// <summary>Reads <c>{ "question": "answer", … }</c>, and names every fault by its pointer. In the order of the card.</summary>
    public static (ImmutableArray<CardAnswer> Answers, ImmutableArray<DocumentFault> Faults) Read(Scorecard card, JsonElement answers)
    {
        if (!JsonTexts.AreReadable(answers))
        {
            return ([], [new("/answers", "A text or a name is no valid Unicode.")]);
        }

        var reading = new DocumentReading();
        var root = new DocumentNode(answers, "/answers", reading);
        var given = root.Fields().ToDictionary(field => field.Name, field => field.Node, StringComparer.Ordinal);
        root.FaultUnknown();
        if (given.Count == 0 && reading.Faults.Count == 0)
        {
            root.Fault("Nothing is answered.");
        }

        foreach (var (_, node) in given.ExceptBy(card.Questions.Select(question => question.Name), pair => pair.Key))
        {
            node.Fault("There is no such question on this card.");
        }

        var read = card.Questions.Where(question => given.ContainsKey(question.Name)).Select(question => Read(question, given[question.Name])).ToImmutableArray();
        return reading.Faults.Count == 0 ? (read, []) : ([], [.. reading.Faults]);
    }

    private static (string, string?, int) Said(CardAnswer answer) => (answer.Question.Name, answer.Choice?.Name, answer.Points);

    private static CardAnswer Read(CardQuestion question, DocumentNode node)
    {
        if (question.Scale is { } scale)
        {
            var points = node.Number() * 100m;
            if (points < scale.From || points > scale.To || decimal.Truncate(points) != points)
            {
                node.Fault($"This is a number from {scale.From / 100m:0.##} to {scale.To / 100m:0.##} with at most 2 decimals.");
                return new(question, null, 0);
            }

            return new(question, null, (int)points);
        }

        var said = node.Text();
        var choice = question.Choices.FirstOrDefault(one => one.Name == said);
        if (choice is null)
        {
            node.Fault($"The answer is one of {string.Join(", ", question.Choices.Select(one => one.Name))}.");
        }

        return new(question, choice, choice?.Points ?? 0);
    }
}
