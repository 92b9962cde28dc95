using Lifecycle.Grains;

namespace Lifecycle.Api.Scorecards;

/// <summary>What a card says about a subject, and why.</summary>
/// <param name="Complete">Whether anybody has answered every question; only then there are values and a band.</param>
/// <param name="Bands">The bands in order, down to the one that won.</param>
/// <param name="Sheets">What counts: each evaluator's latest complete answers to this version.</param>
/// <param name="Incomplete">What was begun since and does not count.</param>
public sealed record CardResource(
    string Card, int Version, SubjectResource Subject, bool Complete, string? Band, string? BandText, DateOnly? JudgedOn,
    IReadOnlyList<PartResource> Parts, IReadOnlyList<BandResource> Bands, IReadOnlyList<SheetResource> Sheets, IReadOnlyList<SheetResource> Incomplete)
{
    internal static CardResource Of(CardSubject subject, CardResult result) => new(
        result.Name, result.Version, SubjectResource.Of(subject), !result.Counting.IsEmpty, result.Score.Band?.Name, result.Score.Band?.Text, result.JudgedOn,
        PartResource.Of(result.Score), [.. result.Score.Trials.Select(BandResource.Of)],
        [.. result.Counting.Select(SheetResource.Of)], [.. result.Incomplete.Select(SheetResource.Of)]);
}

/// <summary>Who is judged.</summary>
/// <param name="Kind"><c>prospect</c> or <c>customer</c>.</param>
public sealed record SubjectResource(string Kind, string Id)
{
    internal static SubjectResource Of(CardSubject subject) => new(Word(subject.Kind), subject.Id);

    internal static string Word(SubjectKind kind) => kind == SubjectKind.Customer ? "customer" : "prospect";
}

/// <summary>The value of a part: of several evaluators, the mean.</summary>
/// <param name="Total"><c>sum</c> or <c>mean</c> of the points.</param>
/// <param name="Value">Null where nobody answered.</param>
public sealed record PartResource(string Part, string Total, decimal? Value)
{
    internal static IReadOnlyList<PartResource> Of(CardScore score) =>
        [.. score.Parts.Select(part => new PartResource(part.Part.Name, part.Part.IsMean ? "mean" : "sum", part.Shown))];
}

/// <summary>Whether a band is reached, and by what.</summary>
public sealed record BandResource(string Band, string? Text, bool Holds, IReadOnlyList<BoundResource> Bounds)
{
    internal static BandResource Of(BandTrial trial) => new(
        trial.Band.Name, trial.Band.Text, trial.Holds,
        [.. trial.Bounds.Select(bound => new BoundResource(bound.Bound.Part, bound.Bound.Points, bound.Shown, bound.Holds))]);
}

/// <summary>Whether a part has the value that a band asks for. The unrounded value decides.</summary>
public sealed record BoundResource(string Part, decimal AtLeast, decimal? Value, bool Holds);

/// <summary>One evaluator's answers on a day.</summary>
/// <param name="Missing">The questions without an answer.</param>
/// <param name="Actor">Who recorded it.</param>
/// <param name="Parts">What these answers alone amount to; null values while any is missing.</param>
public sealed record SheetResource(
    long Number, int Version, string Evaluator, DateOnly On, DateTimeOffset RecordedAt, string Actor, bool Complete, IReadOnlyList<string> Missing,
    IReadOnlyList<AnswerResource> Answers, IReadOnlyList<PartResource> Parts, string? Band)
{
    internal static SheetResource Of(CardSheet sheet)
    {
        var score = CardScore.Of(sheet.Card, sheet.IsComplete ? [sheet] : []);
        return new(
            sheet.Number, sheet.Version, sheet.Evaluator, sheet.On, sheet.RecordedAt, sheet.Actor, sheet.IsComplete, sheet.Missing,
            [.. sheet.Answers.Select(AnswerResource.Of)], PartResource.Of(score), score.Band?.Name);
    }
}

/// <summary>An answer and what it is worth.</summary>
/// <param name="Answer">Null for a number on a scale: it is its own points.</param>
public sealed record AnswerResource(string Question, string Text, string? Answer, string? AnswerText, decimal Points)
{
    internal static AnswerResource Of(CardAnswer answer) =>
        new(answer.Question.Name, answer.Question.Text, answer.Choice?.Name, answer.Choice?.Text, answer.Points / 100m);
}
