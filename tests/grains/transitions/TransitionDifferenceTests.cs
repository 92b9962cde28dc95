using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Moving;

/// <summary>What two policies say otherwise of moves between classes.</summary>
public sealed class TransitionDifferenceTests
{
    private const string Before = """
        [{ "from": "problem", "to": "mature", "afterDays": 30, "all": [{ "measure": "oldestOverdueDays", "operator": "<", "threshold": 60 }] },
         { "from": "*", "to": "mature.normal", "afterDays": 7 }]
        """;

    [Theory]
    [InlineData("30", "45", "/transitions/0/afterDays", "Move 1, from problem to mature: after 30 days becomes after 45 days.", "第 1 条变动（由 problem 变为 mature）：满 30 天 改为 满 45 天。")]
    [InlineData("60", "90", "/transitions/0/all/0/threshold", "Move 1, from problem to mature: oldest overdue < 60 days becomes < 90 days.", "第 1 条变动（由 problem 变为 mature）：最长逾期 < 60 天 改为 < 90 天。")]
    [InlineData("\"<\"", "\"<=\"", "/transitions/0/all/0/operator", "Move 1, from problem to mature: oldest overdue < 60 days becomes ≤ 60 days.", "第 1 条变动（由 problem 变为 mature）：最长逾期 < 60 天 改为 ≤ 60 天。")]
    [InlineData(", \"afterDays\": 7", "", "/transitions/1/afterDays", "Move 2, from anything to mature.normal: after 7 days becomes without waiting.", "第 2 条变动（由任何分类变为成熟正常客户）：满 7 天 改为 无须等待。")]
    public void One_change_is_one_sentence(string old, string now, string pointer, string english, string chinese)
    {
        var (before, after) = (TransitionPolicies.Read(Before), TransitionPolicies.Read(Before.Replace(old, now, StringComparison.Ordinal)));
        var said = Assert.Single(PolicyDifference.Of(before, after, Tongue.English));
        Assert.Equal((pointer, english), (said.Pointer, said.Sentence));
        Assert.Equal(chinese, Assert.Single(PolicyDifference.Of(before, after, Tongue.Chinese)).Sentence);
    }

    [Fact]
    public void New_ones_gone_ones_and_another_order()
    {
        var (none, some) = (Make.DefaultPolicy.Document, TransitionPolicies.Read(Before));
        Assert.Equal(
            ["Move 1, from problem to mature: after 30 days, oldest overdue < 60 days is new.", "Move 2, from anything to mature.normal: after 7 days is new."],
            Sentences(none, some));
        Assert.Equal(
            ["Move 1, from problem to mature: after 30 days, oldest overdue < 60 days is gone.", "Move 2, from anything to mature.normal: after 7 days is gone."],
            Sentences(some, none));
        Assert.Empty(Sentences(some, TransitionPolicies.Read(Before)));

        var turned = JsonNode.Parse(Before)!.AsArray();
        var first = turned[0]!;
        turned.RemoveAt(0);
        turned.Add(first);
        Assert.Single(Sentences(some, TransitionPolicies.Read(turned.ToJsonString())), s => s.Contains("moved here from place", StringComparison.Ordinal));

        turned[0]!["to"] = "mature.minor";
        Assert.Equal(
            ["Move 1, from anything to mature.minor: after 7 days is new.", "Move 2, from anything to mature.normal: after 7 days is gone."],
            Sentences(some, TransitionPolicies.Read(turned.ToJsonString())));

        static IEnumerable<string> Sentences(PolicyDocument from, PolicyDocument to) => PolicyDifference.Of(from, to, Tongue.English).Select(c => c.Sentence);
    }
}
