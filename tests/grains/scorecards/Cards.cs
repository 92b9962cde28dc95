using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Scorecards;

/// <summary>Cards and sheets as short as the sentences that describe them.</summary>
internal static class Cards
{
    private static long numbers;

    public static Scorecard Prospect { get; } = Default("prospect");

    public static Scorecard Intention { get; } = Default("intention");

    public static Scorecard Qualitative { get; } = Default("qualitative");

    public static Scorecard Read(string json) => ScorecardReader.Read(json) is { Card: { } card } ? card : throw new InvalidOperationException("at fault");

    public static CardSheet Sheet(Scorecard card, object answers, string evaluator = "a", string on = "2026-06-15", int version = 1)
    {
        var (read, faults) = CardSheet.Read(card, JsonSerializer.SerializeToElement(answers));
        Assert.Empty(faults);
        return new(Interlocked.Increment(ref numbers), version, card, evaluator, Make.Day(on), read, "actor", default);
    }

    /// <summary>Answers to every question, the n-th by the n-th number: which of its choices, or the number on its scale.</summary>
    public static Dictionary<string, object> Answers(Scorecard card, params int[] picks) => card.Questions.Zip(picks).ToDictionary(
        pair => pair.First.Name, pair => pair.First.Scale is null ? (object)pair.First.Choices[pair.Second].Name : pair.Second, StringComparer.Ordinal);

    public static JsonObject Json(string name) => JsonNode.Parse(ScorecardReader.DefaultJson(name))!.AsObject();

    private static Scorecard Default(string name) => Read(ScorecardReader.DefaultJson(name));
}
