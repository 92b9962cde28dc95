using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What a card says about a subject by now.</summary>
/// <param name="Version">The version that it is scored by: the newest that anybody has answered in full.</param>
/// <param name="Counting">Each evaluator's latest complete sheet of that version, by evaluator.</param>
/// <param name="Incomplete">Each evaluator's latest sheet where it is incomplete: it changes nothing until it is completed.</param>
public sealed record CardResult(
    string Name, int Version, Scorecard Card, ImmutableArray<CardSheet> Counting, ImmutableArray<CardSheet> Incomplete, CardScore Score)
{
    /// <summary>The last day on which a counting evaluator judged, or null.</summary>
    public DateOnly? JudgedOn => Counting.IsEmpty ? null : Counting.Max(sheet => sheet.On);

    /// <summary>The result of some sheets, at least one.</summary>
    public static CardResult Of(string name, IReadOnlyCollection<CardSheet> sheets)
    {
        var newest = sheets.MaxBy(sheet => (sheet.IsComplete, sheet.Version))!;
        var counting = Latest(sheets.Where(sheet => sheet.IsComplete && sheet.Version == newest.Version));
        return new(
            name, newest.Version, newest.Card, counting, [.. Latest(sheets).Where(sheet => !sheet.IsComplete)], CardScore.Of(newest.Card, counting));
    }

    /// <summary>What can be recorded as evaluations of the customer: one for each counting sheet. None where the card has no part for it.</summary>
    public ImmutableArray<Evaluation> Evaluations => Card.Evaluation is not { } part ? [] :
    [
        .. Counting.Select(sheet => new Evaluation(
            sheet.Evaluator, sheet.On, (int)(CardScore.Of(Card, [sheet]).Parts.First(score => score.Part == part).Shown!.Value * 100m))),
    ];

    // By day, then by when it was recorded.
    private static ImmutableArray<CardSheet> Latest(IEnumerable<CardSheet> sheets) =>
    [
        .. sheets.GroupBy(sheet => sheet.Evaluator, StringComparer.Ordinal)
            .Select(own => own.MaxBy(sheet => (sheet.On, sheet.Number))!)
            .OrderBy(sheet => sheet.Evaluator, StringComparer.Ordinal),
    ];
}
