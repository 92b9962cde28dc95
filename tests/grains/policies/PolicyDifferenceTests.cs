using System.Text.Json.Nodes;
using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Tiering;

namespace Lifecycle.Tests.Grains.Policies;

/// <summary>What one policy says otherwise than another.</summary>
public sealed class PolicyDifferenceTests
{
    private static readonly PolicyDocument Default = Make.DefaultPolicy.Document;

    [Theory]
    [InlineData("name", "\"Strict\"", "/name", "Name: “Default standard” becomes “Strict”.", "名称：“Default standard” 改为 “Strict”。")]
    [InlineData("window", """{ "kind": "statisticalYear", "start": "04-01" }""", "/window", "Window: trailing year becomes statistical year from 04-01.", "统计年：最近一年 改为 统计年度，自 04-01 起。")]
    [InlineData("classes/8/all/0/threshold", "-0.4", "/classes/8/all/0/threshold", "Rule 9, deteriorating.sales: growth of sales ≤ -50 % becomes ≤ -40 %.", "第 9 条劣化客户（销售）：销售增长率 ≤ -50% 改为 ≤ -40%。")]
    [InlineData("classes/8/all/0/operator", "\"<\"", "/classes/8/all/0/operator", "Rule 9, deteriorating.sales: growth of sales ≤ -50 % becomes < -50 %.", "第 9 条劣化客户（销售）：销售增长率 ≤ -50% 改为 < -50%。")]
    [InlineData("classes/2/all/2/threshold", "false", "/classes/2/all/2/threshold", "Rule 3, problem.stagnant: collection difficult = yes becomes = no.", "第 3 条问题客户（呆滞）：催收困难 = 是 改为 = 否。")]
    [InlineData("classes/8/class", "\"problem.shrinking\"", "/classes/8/class", "Rule 9, problem.shrinking: deteriorating.sales becomes problem.shrinking.", "第 9 条 problem.shrinking：deteriorating.sales 改为 problem.shrinking。")]
    [InlineData("classes/2/window", "-", "/classes/2/window", "Rule 3, problem.stagnant: the trailing year becomes the policy's window.", "第 3 条问题客户（呆滞）：最近一年 改为 标准的统计年。")]
    [InlineData("classes/8", "-", "/classes/8", "Rule 9, deteriorating.sales: growth of sales ≤ -50 % is gone.", "第 9 条劣化客户（销售）：取消 销售增长率 ≤ -50%。")]
    [InlineData("classes/10/all/3", "-", "/classes/10/all/3", "Rule 11, mature.normal: return rate < 5 % is gone.", "第 11 条成熟正常客户：取消 退货率 < 5%。")]
    [InlineData("classes/10/all/3", """{ "any": [{ "measure": "returnRate", "operator": "<", "threshold": 0.05 }, { "measure": "batches", "operator": ">", "threshold": 9 }] }""", "/classes/10/all/3", "Rule 11, mature.normal: return rate < 5 % becomes (return rate < 5 % or shipments > 9).", "第 11 条成熟正常客户：退货率 < 5% 改为 (退货率 < 5% 或 发货批次 > 9)。")]
    [InlineData("score/0/stops/1/0", "1000000", "/score/0/stops", "Score, sales: 100 000.00 → 0, 2 100 000.00 → 100 becomes 100 000.00 → 0, 1 000 000.00 → 100.", "综合评分, 销售额：100 000.00 → 0, 2 100 000.00 → 100 改为 100 000.00 → 0, 1 000 000.00 → 100。")]
    [InlineData("tier/thresholds/0", "75", "/tier/thresholds/0", "Tier 1: from 80 points becomes from 75 points.", "等级 1：80 分起 改为 75 分起。")]
    [InlineData("tier/caps/problem", "4", "/tier/caps/problem", "State problem: tier 3 at best becomes tier 4 at best.", "problem 状态：最高 3 级 改为 最高 4 级。")]
    [InlineData("tier/caps/problem", "-", "/tier/caps/problem", "State problem: tier 3 at best becomes any tier.", "problem 状态：最高 3 级 改为 不限等级。")]
    [InlineData("alerts/overdueDays/2", "120", "/alerts/overdueDays", "Overdue alerts: after 30, 60, 90 days becomes after 30, 60, 120 days.", "逾期预警：30, 60, 90 天 改为 30, 60, 120 天。")]
    [InlineData("tier/review", """{ "when": "calendar", "days": ["04-01", "10-01"] }""", "/tier/review", "Review of tiers: at every rating becomes on 04-01, 10-01.", "等级评审：每次评级时 改为 每年 04-01, 10-01。")]
    [InlineData("tier/review", """{ "when": "everyRating", "effect": "approval", "expiresAfterDays": 14 }""", "/tier/review", "Review of tiers: a change takes effect at once becomes a change waits for approval, 14 days at most.", "等级评审：变更立即生效 改为 变更须经批准，最多等待 14 天。")]
    [InlineData("tier/review", """{ "when": "everyRating", "tellCustomer": true }""", "/tier/review", "Review of tiers: the customer is not told becomes the customer is told.", "等级评审：不告知客户 改为 告知客户。")]
    [InlineData("tier/review", """{ "when": "everyRating", "role": "tier-board" }""", "/tier/review", "Review of tiers: everybody who is signed in decides becomes the role tier-board decides.", "等级评审：凡登录者均可决定 改为 由角色 tier-board 决定。")]
    [InlineData("service/4/visitEveryDays", "365", "/service/4/visitEveryDays", "Service of tier 4: no visits becomes a visit every 365 days.", "4 级服务：不定期回访 改为 每 365 天回访。")]
    public void OneChangeIsOneSentence(string at, string value, string pointer, string english, string chinese)
    {
        var json = Make.DefaultJson();
        JsonEdits.Put(json, at.Split('/'), value);
        var after = Make.Read(json);
        var (said, saidChinese) = (Assert.Single(PolicyDifference.Of(Default, after, Tongue.English)), Assert.Single(PolicyDifference.Of(Default, after, Tongue.Chinese)));
        Assert.Equal((pointer, english, chinese), (said.Pointer, said.Sentence, saidChinese.Sentence));
        Assert.Equal((saidChinese.Pointer, said.Before is null, said.After is null), (said.Pointer, saidChinese.Before is null, saidChinese.After is null));
    }

    [Fact]
    public void ValuesAreThoseOfTheDocument()
    {
        var json = Make.DefaultJson();
        (json["classes"]![8]!["all"]![0]!["threshold"], json["score"]![0]!["weight"], json["score"]![1]!["weight"]) = (-0.4m, 0.25m, 0.35m);
        Assert.Equal(
            [(-0.5m, -0.4m), (0.3m, 0.25m), (0.3m, 0.35m)],
            PolicyDifference.Of(Default, Make.Read(json), Tongue.English).Select(c => ((decimal)c.Before!, (decimal)c.After!)));
    }

    [Fact]
    public void ARuleThatMovedAndOneThatCameBeforeIt()
    {
        var json = Make.DefaultJson();
        var rules = json["classes"]!.AsArray();
        var moved = rules[9]!;
        rules.RemoveAt(9);
        rules.Insert(2, moved);
        rules.Insert(0, JsonNode.Parse("""{ "class": "problem.blocked", "all": [{ "measure": "overdue", "operator": ">", "threshold": 1000000 }] }"""));
        moved["all"]![0]!["threshold"] = 0.2m;
        Assert.Equal(
            [
                "Rule 1, problem.blocked: overdue > 1 000 000.00 is new.",
                "Rule 4, deteriorating.repayment: moved here from place 10.",
                "Rule 4, deteriorating.repayment: drop of the repayment rate ≥ 10 % becomes ≥ 20 %.",
            ],
            PolicyDifference.Of(Default, Make.Read(json), Tongue.English).Select(c => c.Sentence));
    }

    [Fact]
    public void PromisesAreComparedOneByOne()
    {
        var (one, two) = (Make.DefaultJson(), Make.DefaultJson());
        (one["service"]!["1"]!["promises"], two["service"]!["1"]!["promises"]) = (new JsonArray("a; b"), new JsonArray("a", "b"));
        Assert.Equal("Service of tier 1: “a; b” becomes “a”, “b”.", Assert.Single(PolicyDifference.Of(Make.Read(one), Make.Read(two), Tongue.English)).Sentence);
    }

    [Fact]
    public void OrderWithoutMeaningIsNoChange()
    {
        var json = Make.DefaultJson();
        foreach (var list in new[] { json["score"]!, json["tier"]!["components"]!, json["classes"]![10]!["all"]! })
        {
            var (items, first) = (list.AsArray(), list[0]!);
            items.RemoveAt(0);
            items.Add(first);
        }

        Assert.Empty(PolicyDifference.Of(Default, Make.Read(json), Tongue.English));
    }

    /// <summary>Every value of the document, also of parts that come later, is seen by the difference.</summary>
    [Theory]
    [InlineData("""{ "when": "everyRating" }""")]
    [InlineData("""{ "when": "calendar", "days": ["01-15", "07-01"], "effect": "approval", "expiresAfterDays": 20 }""")]
    public void NoValueIsOverlooked(string review)
    {
        var json = TierPolicies.Json(review);
        var document = Make.Read(JsonNode.Parse(json)!);
        foreach (var path in Leaves(JsonNode.Parse(json)!, "").Where(p => !p.Contains("/window", StringComparison.Ordinal)))
        {
            var read = Others(path).Select(value =>
            {
                var other = JsonNode.Parse(json)!;
                JsonEdits.Put(other, path[1..].Split('/'), value);
                return JsonNode.DeepEquals(other, JsonNode.Parse(json)) ? null : PolicyReader.Read(other.ToJsonString()).Document;
            }).FirstOrDefault(other => other is not null);
            if (read is null)
            {
                // Weights sum to 1, and a calendar has days.
                Assert.True(path.EndsWith("/weight", StringComparison.Ordinal) || review.Contains("everyRating", StringComparison.Ordinal), path);
                continue;
            }

            var found = PolicyDifference.Of(document, read, Tongue.English);
            Assert.True(found.Count > 0, path);
            Assert.All(found, change => Assert.StartsWith($"/{path.Split('/')[1]}", change.Pointer, StringComparison.Ordinal));
            Assert.Empty(PolicyDifference.Of(read, read, Tongue.Chinese));
        }
    }

    /// <summary>Between any two policies: each rule is told of at most once as new, gone or moved, and what is equal not at all.</summary>
    [Fact]
    public void AnyTwo() => Seeds.Run(300, random =>
    {
        var (one, other) = (Any(), Any());
        foreach (var tongue in new[] { Tongue.English, Tongue.Chinese })
        {
            var changes = PolicyDifference.Of(one, other, tongue);
            var pairs = RulePairs.Of(one.Classes, other.Classes);
            Assert.Equal(pairs.OfType<int>().Count(), pairs.OfType<int>().Distinct().Count());
            Assert.Equal(pairs.Count(p => p is null), changes.Count(c => c.Pointer.LastIndexOf('/') == "/classes".Length && c.Before is null));
            Assert.Empty(PolicyDifference.Of(one, one with { Classes = [.. one.Classes] }, tongue));
        }

        PolicyDocument Any() => Default with
        {
            Classes = [.. Enumerable.Range(0, random.Next(6)).Select(_ => new ClassRule($"s.c{random.Next(3)}", false, [.. Enumerable.Range(0, random.Next(3)).Select(_ => AnyTerms.Term(random))]))],
        };
    });

    private static string[] Others(string path) => path.EndsWith("class", StringComparison.Ordinal) || path.Contains("promises", StringComparison.Ordinal) || path == "/name"
        ? ["\"other.text\""]
        : path.Contains("/review/", StringComparison.Ordinal) ? ["\"everyRating\"", "\"atOnce\"", "\"02-01\"", "\"11-11\"", "7"]
        : ["\"sales\"", "\"batches\"", "\"everPosted\"", "\"newInWindow\"", "\"!=\"", "\"=\"", "false", "true", "2", "7", "70", "0.001", "0.5", "0.03", "50000", "3000000"];

    private static IEnumerable<string> Leaves(JsonNode? node, string at) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Leaves(f.Value, $"{at}/{f.Key}")),
        JsonArray items => items.SelectMany((item, i) => Leaves(item, $"{at}/{i}")),
        _ => [at],
    };
}
