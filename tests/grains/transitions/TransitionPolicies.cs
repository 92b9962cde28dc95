using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Policies;

namespace Lifecycle.Tests.Grains.Moving;

/// <summary>The default policy with a part <c>transitions</c>.</summary>
internal static class TransitionPolicies
{
    private static readonly string[] Names =
        ["*", "*", "new", "problem", "dormant", "deteriorating", "mature", "problem.pending", "problem.stagnant", "mature.minor", "mature.abnormal", "new.effective"];

    public static string Json(string transitions)
    {
        var json = Make.DefaultJson();
        json["transitions"] = JsonNode.Parse(transitions);
        return json.ToJsonString();
    }

    public static PolicyDocument Read(string transitions) => Make.Read(JsonNode.Parse(Json(transitions))!);

    /// <summary>A version in force for ever.</summary>
    public static PolicyBook Book(string transitions) => new([new Policy(1, Make.Day("2000-01-01"), Read(transitions))]);

    /// <summary>The default until a day; from then on with transitions.</summary>
    public static PolicyBook From(string day, string transitions) => new([Make.DefaultPolicy, new Policy(2, Make.Day(day), Read(transitions))]);

    /// <summary>Some entries, with waiting and bands that really happen.</summary>
    public static Transitions Any(Random random) => new([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new Transition(
        Names[random.Next(Names.Length)], Names[random.Next(Names.Length)], random.Next(3) * random.Next(120), Band(random)))]);

    /// <summary>Three versions, of which the first or the second may know no transitions; all look at the same window but one.</summary>
    public static PolicyBook AnyBook(Random random) => new(
    [
        new(1, Make.Day("2000-01-01"), Make.DefaultPolicy.Document with { Transitions = random.Next(2) == 0 ? Transitions.None : Any(random) }),
        new(2, Make.Day("2022-03-10"), Make.Book(random.Next(2) == 0 ? "04-01" : null).Published[0].Document with { Transitions = random.Next(4) == 0 ? Transitions.None : Any(random) }),
        new(3, Make.Day("2023-01-20"), Make.DefaultPolicy.Document with { Transitions = Any(random) }),
    ]);

    private static ImmutableArray<Term> Band(Random random) => random.Next(5) switch
    {
        0 => [new Condition(Measure.OldestOverdueDays, Comparison.Less, random.Next(1, 90))],
        1 => [new Condition(Measure.DaysSinceShipment, random.Next(2) == 0 ? Comparison.AtMost : Comparison.Greater, random.Next(200))],
        2 => [AnyTerms.Term(random)],
        3 => [new Condition(Measure.TenureYears, Comparison.AtLeast, random.Next(1, 4))],
        _ => [],
    };
}
