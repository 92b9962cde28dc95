using Lifecycle.Grains;

namespace Lifecycle.Api.Scorecards;

/// <summary>What a card says about a subject, and why.</summary>
/// <param name="Complete">Whether anybody has answered every question; only then there are values and a band.</param>
/// <param name="Bands">The bands in order, down to the one that won.</param>
/// <param name="Sheets">What counts: each evaluator's latest complete answers to this version.</param>
/// <param name="Incomplete">What was begun since and does not count.</param>
public sealed record CardResource(
    string Card, int Version, CardSubjectResource Subject, bool Complete, string? Band, string? BandText, DateOnly? JudgedOn,
    IReadOnlyList<CardPartResource> Parts, IReadOnlyList<CardBandResource> Bands, IReadOnlyList<CardSheetResource> Sheets, IReadOnlyList<CardSheetResource> Incomplete)
{
    internal static CardResource Of(CardSubject subject, CardResult result) => new(
        result.Name, result.Version, CardSubjectResource.Of(subject), !result.Counting.IsEmpty, result.Score.Band?.Name, result.Score.Band?.Text, result.JudgedOn,
        CardPartResource.Of(result.Score), [.. result.Score.Trials.Select(CardBandResource.Of)],
        [.. result.Counting.Select(CardSheetResource.Of)], [.. result.Incomplete.Select(CardSheetResource.Of)]);
}

/// <summary>Who is judged.</summary>
/// <param name="Kind"><c>prospect</c> or <c>customer</c>.</param>
public sealed record CardSubjectResource(string Kind, string Id)
{
    internal static CardSubjectResource Of(CardSubject subject) => new(Word(subject.Kind), subject.Id);

    internal static string Word(SubjectKind kind) => kind == SubjectKind.Customer ? "customer" : "prospect";
}

/// <summary>The value of a part: of several evaluators, the mean.</summary>
/// <param name="Total"><c>sum</c> or <c>mean</c> of the points.</param>
/// <param name="Value">Null where nobody answered.</param>
public sealed record CardPartResource(string Part, string Total, decimal? Value)
{
    internal static IReadOnlyList<CardPartResource> Of(CardScore score) =>
        [.. score.Parts.Select(part => new CardPartResource(part.Part.Name, part.Part.IsMean ? "mean" : "sum", part.Shown))];
}

/// <summary>Whether a band is reached, and by what.</summary>
public sealed record CardBandResource(string Band, string? Text, bool Holds, IReadOnlyList<CardBoundResource> Bounds)
{
    internal static CardBandResource Of(BandTrial trial) => new(
        trial.Band.Name, trial.Band.Text, trial.Holds,
        [.. trial.Bounds.Select(bound => new CardBoundResource(bound.Bound.Part, bound.Bound.Points, bound.Shown, bound.Holds))]);
}

/// <summary>Whether a part has the value that a band asks for. The unrounded value decides.</summary>
public sealed record CardBoundResource(string Part, decimal AtLeast, decimal? Value, bool Holds);

/// <summary>One evaluator's answers on a day.</summary>
/// <param name="Missing">The questions without an answer.</param>
/// <param name="Actor">Who recorded it.</param>
/// <param name="Parts">What these answers alone amount to; null values while any is missing.</param>
public sealed record CardSheetResource(
    long Number, int Version, string Evaluator, DateOnly On, DateTimeOffset RecordedAt, string Actor, bool Complete, IReadOnlyList<string> Missing,
    IReadOnlyList<CardAnswerResource> Answers, IReadOnlyList<CardPartResource> Parts, string? Band)
{
    internal static CardSheetResource Of(CardSheet sheet)
    {
        var score = CardScore.Of(sheet.Card, sheet.IsComplete ? [sheet] : []);
        return new(
            sheet.Number, sheet.Version, sheet.Evaluator, sheet.On, sheet.RecordedAt, sheet.Actor, sheet.IsComplete, sheet.Missing,
            [.. sheet.Answers.Select(CardAnswerResource.Of)], CardPartResource.Of(score), score.Band?.Name);
    }
}

/// <summary>An answer and what it is worth.</summary>
/// <param name="Answer">Null for a number on a scale: it is its own points.</param>
public sealed record CardAnswerResource(string Question, string Text, string? Answer, string? AnswerText, decimal Points)
{
    internal static CardAnswerResource Of(CardAnswer answer) =>
        new(answer.Question.Name, answer.Question.Text, answer.Choice?.Name, answer.Choice?.Text, answer.Points / 100m);
}
