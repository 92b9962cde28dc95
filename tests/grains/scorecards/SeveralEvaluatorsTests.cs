using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Scorecards;

/// <summary>Several evaluators: each one's latest complete answers count once.</summary>
public sealed class SeveralEvaluatorsTests
{
    [Fact]
    public void TheLatestByDayAndThenByRecordingCounts()
    {
        var result = Of(Means(10, "a", "2026-06-01"), Means(90, "b", "2026-06-02"), Means(20, "a", "2026-06-01"), Means(0, "a", "2026-05-31"));

        Assert.Equal([("a", 20m), ("b", 90m)], result.Counting.Select(sheet => (sheet.Evaluator, sheet.Answers[0].Points / 100m)));
        Assert.Equal((55m, Make.Day("2026-06-02")), (result.Score.Parts[0].Shown, result.JudgedOn));
    }

    [Fact]
    public void WhatIsIncompleteIsNamedAndChangesNothing()
    {
        var begun = Cards.Sheet(Cards.Qualitative, new { credit = 1 }, "a", "2026-06-10");
        var result = Of(Means(40, "a", "2026-06-01"), begun, Means(80, "b", "2026-06-01"));

        Assert.Equal(60, result.Score.Parts[0].Shown);
        Assert.Same(begun, Assert.Single(result.Incomplete));
        Assert.Equal(["marketCoverage", "internalManagement", "initiative", "capability", "relations"], begun.Missing.AsEnumerable());

        var alone = Of(begun);
        Assert.Equal((null, 0, null), (alone.Score.Parts[0].Shown, alone.Counting.Length, alone.JudgedOn));
        Assert.Empty(CardResult.Of("intention", [Cards.Sheet(Cards.Intention, new { enquiries = "A" })]).Score.Trials);
    }

    [Fact]
    public void OnceCompletedItCountsAndIsNotNamedAnyMore()
    {
        var result = Of(Cards.Sheet(Cards.Qualitative, new { credit = 1 }, "a"), Means(40, "a"));

        Assert.Empty(result.Incomplete);
        Assert.Equal(40, result.Score.Parts[0].Shown);
    }

    [Fact]
    public void AnotherVersionBeginsAnew()
    {
        var result = Of(Means(10, "a", "2026-06-10"), Means(90, "b", "2026-06-01", version: 2));

        Assert.Equal((2, 90m), (result.Version, result.Score.Parts[0].Shown));
        Assert.Equal((1, 10m), Version(Of(Means(10, "a"), Cards.Sheet(Cards.Qualitative, new { credit = 1 }, "b", version: 2))));

        static (int, decimal?) Version(CardResult result) => (result.Version, result.Score.Parts[0].Shown);
    }

    /// <summary>The band is decided by the fraction, not by what is shown: 80.996 is 81.00, and not yet 81.</summary>
    [Fact]
    public void TheMeanDecidesUnrounded()
    {
        var card = Cards.Read("""
            { "name": "N", "parts": [{ "part": "p", "total": "sum", "questions": [{ "question": "q", "text": "Q", "range": [0, 100] }] }],
              "bands": [{ "band": "high", "atLeast": { "p": 81 } }, { "band": "low", "atLeast": {} }] }
            """);
        var close = CardResult.Of("c", [.. Enumerable.Range(0, 250).Select(i => Cards.Sheet(card, new { q = i == 0 ? 80 : 81 }, $"e{i}"))]);
        var there = CardResult.Of("c", [Cards.Sheet(card, new { q = 80 }, "a"), Cards.Sheet(card, new { q = 82 }, "b")]);

        Assert.Equal((81.00m, "low"), (close.Score.Parts[0].Shown, close.Score.Band!.Name));
        Assert.Equal("high", there.Score.Band!.Name);
        Assert.Equal([("high", false), ("low", true)], close.Score.Trials.Select(trial => (trial.Band.Name, trial.Holds)));
        Assert.False(Assert.Single(close.Score.Trials[0].Bounds).Holds);
    }

    [Fact]
    public void TheOrderOfRecordingOtherwiseNeverMatters() => Seeds.Run(300, random =>
    {
        var sheets = Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(4) == 0
            ? Cards.Sheet(Cards.Qualitative, new { credit = random.Next(101) }, $"e{random.Next(3)}", $"2026-06-0{random.Next(1, 4)}", random.Next(1, 3))
            : Means(random.Next(101), $"e{random.Next(3)}", $"2026-06-0{random.Next(1, 4)}", random.Next(1, 3))).ToArray();
        var expected = Of(sheets);
        random.Shuffle(sheets);
        var result = Of(sheets);

        Assert.Equal((expected.Version, expected.Score.Parts[0].Shown), (result.Version, result.Score.Parts[0].Shown));
        Assert.Equal(expected.Counting.Select(sheet => sheet.Number), result.Counting.Select(sheet => sheet.Number));
        var complete = sheets.Where(sheet => sheet.IsComplete).ToArray();
        Assert.Equal(complete.Where(sheet => sheet.Version == expected.Version).Select(sheet => sheet.Evaluator).Distinct().Order(), result.Counting.Select(sheet => sheet.Evaluator));
    });

    [Fact]
    public void OneEvaluationForEachEvaluatorWhoCounts()
    {
        var result = Of(Means(10, "a", "2026-06-01"), Means(20, "a", "2026-06-03"), Cards.Sheet(Cards.Qualitative, Cards.Answers(Cards.Qualitative, 0, 0, 0, 0, 0, 1), "b", "2026-06-02"));

        Assert.Equal([new Evaluation("a", Make.Day("2026-06-03"), 2000), new Evaluation("b", Make.Day("2026-06-02"), 17)], result.Evaluations.AsEnumerable()); // 1/6 = 0.17
        Assert.Empty(CardResult.Of("prospect", [Cards.Sheet(Cards.Prospect, Cards.Answers(Cards.Prospect, 0, 0, 0, 0, 0, 0, 0))]).Evaluations);
    }

    private static CardResult Of(params CardSheet[] sheets) => CardResult.Of("qualitative", sheets);

    private static CardSheet Means(int points, string evaluator, string on = "2026-06-15", int version = 1) =>
        Cards.Sheet(Cards.Qualitative, Cards.Answers(Cards.Qualitative, points, points, points, points, points, points), evaluator, on, version);
}
