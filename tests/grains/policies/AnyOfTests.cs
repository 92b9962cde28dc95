using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Policies;

using Lifecycle.Tests.Grains.Customers;

/// <summary>Groups of conditions say what the rules say into which one could spread them out.</summary>
public sealed class AnyOfTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");

    [Fact]
    public void ARuleWithGroupsIsItsAlternatives() => Seeds.Run(2000, random =>
    {
        var rule = new ClassRule("a.b", false, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => AnyTerms.Term(random))]);
        var expanded = AnyTerms.Expanded(rule.All).Select(all => new ClassRule("a.b", false, [.. all])).ToArray();
        for (var i = 0; i < 30; i++)
        {
            var measures = AnyTerms.Measures(random, isStatisticalYear: false);
            Assert.Equal(expanded.Any(r => r.Holds(measures)), rule.Holds(measures));
        }
    });

    [Fact]
    public void RatingStepDaysAndOutlookAreThoseOfTheAlternatives() => Seeds.Run(60, random =>
    {
        var (grouped, expanded) = (Book(GroupedRules()), Book(ExpandedRules()));
        var customer = Make.State([.. Enumerable.Range(0, random.Next(9)).Select(i => RandomCommands.Posting(random, Today, i))]);
        customer = Enumerable.Range(0, random.Next(4)).Aggregate(customer, (c, _) => c.With("2020-01-01", RandomCommands.Change(random, Today)));
        DateOnly? day = Today;
        for (var i = 0; i < 20 && day is { } on; i++)
        {
            var (rating, next) = Rater.Review(customer, on, grouped);
            Assert.Equal(Rater.Review(customer, on, expanded), (rating, next));
            day = next;
        }

        Assert.Equivalent(Outlooks.Of(customer, Today, expanded), Outlooks.Of(customer, Today, grouped));
    });

    [Fact]
    public void NothingChangesBetweenStepDays() => Seeds.Run(40, random =>
    {
        var book = Book(GroupedRules());
        var customer = Make.State([.. Enumerable.Range(0, random.Next(9)).Select(i => RandomCommands.Posting(random, Today, i))]);
        var (rating, next) = Rater.Review(customer, Today, book);
        for (var day = Today.AddDays(1); day < Today.AddDays(1200); day = day.AddDays(1))
        {
            var now = Rater.Rate(customer, day, book.Published[0]);
            Assert.True(day == next || now.Class == rating.Class, $"{day:yyyy-MM-dd}: {rating.Class} {now.Class}, next {next}");
            (rating, next) = day == next ? Rater.Review(customer, day, book) : (now, next);
        }
    });

    [Theory]
    [InlineData(RuleReader.MostDepth, true)]
    [InlineData(RuleReader.MostDepth + 1, false)]
    public void SoDeepAndNoDeeper(int depth, bool isFine)
    {
        var json = Make.DefaultJson();
        json["classes"]![8]!["all"]![0] = Nested(depth);
        var faults = PolicyValidation.Check(json.ToJsonString());
        Assert.Equal(isFine, faults.IsEmpty);
        Assert.Equal(isFine ? [] : ["/classes/8/all/0/any/0/any/0/any/0/any/0/any/0/any"], faults.Select(f => f.Pointer));
    }

    [Theory]
    [InlineData("[]", """[A, B]""", true)]
    [InlineData("[A]", """[A, B]""", true)]
    [InlineData("[ANY[A, B]]", """[A]""", true)]
    [InlineData("[ANY[A, B]]", """[ANY[A, B]]""", true)]
    [InlineData("[ANY[A, B]]", """[B, ANY[A, C]]""", true)]
    [InlineData("[ANY[A, ALL[B, C]]]", """[B, ANY[A, C]]""", true)]
    [InlineData("[ANY[A, ALL[B, C]]]", """[ANY[A, B]]""", false)]
    [InlineData("[A]", """[ANY[A, B]]""", false)]
    [InlineData("[ANY[A, B]]", """[C]""", false)]
    public void CoveredByAnEarlierRule(string earlier, string later, bool isCovered)
    {
        var json = Make.DefaultJson();
        json["classes"] = JsonNode.Parse($$"""[{ "class": "a.a", "all": {{Written(earlier)}} }, { "class": "b.b", "all": {{Written(later)}} }, { "class": "c.c", "all": [] }]""");
        json["tier"]!["caps"] = new JsonObject();
        var faults = PolicyValidation.Check(json.ToJsonString());
        Assert.Equal(isCovered, faults.Any(f => f.Pointer == "/classes/1"));
    }

    [Fact]
    public void CoveredByTwoEarlierRulesTogether()
    {
        var json = Make.DefaultJson();
        json["classes"] = JsonNode.Parse($$"""[{ "class": "a.a", "all": {{Written("[A]")}} }, { "class": "b.b", "all": {{Written("[B]")}} }, { "class": "c.c", "all": {{Written("[ANY[A, B]]")}} }, { "class": "d.d", "all": [] }]""");
        json["tier"]!["caps"] = new JsonObject();
        Assert.Equal(
            new DocumentFault("/classes/2", "The rule can never win: wherever it holds, rule 0 (a.a) or rule 1 (b.b) holds before it."),
            Assert.Single(PolicyValidation.Check(json.ToJsonString())));
    }

    [Fact]
    public void WhatContradictsItselfInEveryAlternative()
    {
        var json = Make.DefaultJson();
        json["classes"]![8]!["all"] = JsonNode.Parse(Written("[NOT_A, ANY[A, ALL[A, B]]]"));
        Assert.Equal("/classes/8", Assert.Single(PolicyValidation.Check(json.ToJsonString())).Pointer);
        json["classes"]![8]!["all"] = JsonNode.Parse(Written("[NOT_A, ANY[A, ALL[C, B]]]"));
        Assert.Empty(PolicyValidation.Check(json.ToJsonString()));
    }

    /// <summary>43 million alternatives are not spread out; what can be said without them is said.</summary>
    [Fact]
    public void MoreAlternativesThanAnybodyCounts()
    {
        var json = Make.DefaultJson();
        var groups = string.Join(", ", Enumerable.Range(1, 16).Select(i => Written($"ANY[A, B, C]").Replace("1", $"{i}", StringComparison.Ordinal)));
        Assert.Empty(With($"[{groups}]"));
        Assert.Equal("/classes/0", Assert.Single(With($"[{groups}, {Written("A, NOT_A")}]")).Pointer);
        Assert.Equal("/classes/0/all", Assert.Single(With($"[{groups}, {groups}]")).Pointer);

        ImmutableArray<DocumentFault> With(string all)
        {
            json["classes"] = JsonNode.Parse($$"""[{ "class": "a.a", "all": {{all}} }, { "class": "c.c", "all": [] }]""");
            json["tier"]!["caps"] = new JsonObject();
            return PolicyValidation.Check(json.ToJsonString());
        }
    }

    [Fact]
    public void SentencesSayWhichPartHoldsAndWhyNoneDoes()
    {
        var policy = Book("""
            [{ "class": "a.a", "all": [{ "any": [{ "measure": "sales", "operator": ">", "threshold": 900000 }, { "all": [{ "measure": "batches", "operator": ">", "threshold": 0 }, { "measure": "growth", "operator": ">", "threshold": 0 }] }] }] },
             { "class": "b.b", "all": [{ "any": [{ "measure": "sales", "operator": ">", "threshold": 1000 }, { "measure": "growth", "operator": ">", "threshold": 0 }, { "measure": "batches", "operator": "=", "threshold": 1 }] }] },
             { "class": "c.c", "all": [] }]
            """).Published[0];
        var rating = Rater.Rate(Make.State(Make.Posting("shipment", 5000, Today)), Today, policy);
        var explanation = Explanation.Of(policy, rating.Measures);
        var (english, chinese) = (RatingSentences.Of(rating, explanation, Tongue.English), RatingSentences.Of(rating, explanation, Tongue.Chinese));
        Assert.Equal("Rule 2, b.b, holds: (sales 5 000.00 > 1 000.00 or shipments 1 = 1).", english[1]);
        Assert.Equal("Rule 1, a.a, does not hold: sales is 5 000.00, not > 900 000.00, and growth of sales is undefined.", english[2]);
        Assert.Equal("第 2 条 b.b 成立：(销售额 5 000.00 > 1 000.00 或 发货批次 1 = 1)。", chinese[1]);
        Assert.Equal("第 1 条 a.a 不成立：销售额 5 000.00，要求 > 900 000.00，且销售增长率为无。", chinese[2]);
    }

    private static string GroupedRules() => Written("""
        [{ "class": "problem.a", "all": [{ "measure": "receivable", "operator": ">", "threshold": 100 }, ANY[{ "measure": "oldestOverdueDays", "operator": ">", "threshold": 17 }, ALL[{ "measure": "daysSinceShipment", "operator": ">=", "threshold": 41 }, { "measure": "tenureYears", "operator": "<", "threshold": 3 }]]] },
         { "class": "deteriorating.a", "all": [ANY[{ "measure": "growth", "operator": "<", "threshold": 0 }, { "measure": "medianInterval", "operator": ">", "threshold": 50 }, { "measure": "daysSinceShipment", "operator": "=", "threshold": 73 }]] },
         { "class": "mature.a", "all": [] }]
        """);

    private static string ExpandedRules() => """
        [{ "class": "problem.a", "all": [{ "measure": "receivable", "operator": ">", "threshold": 100 }, { "measure": "oldestOverdueDays", "operator": ">", "threshold": 17 }] },
         { "class": "problem.a", "all": [{ "measure": "receivable", "operator": ">", "threshold": 100 }, { "measure": "daysSinceShipment", "operator": ">=", "threshold": 41 }, { "measure": "tenureYears", "operator": "<", "threshold": 3 }] },
         { "class": "deteriorating.a", "all": [{ "measure": "growth", "operator": "<", "threshold": 0 }] },
         { "class": "deteriorating.a", "all": [{ "measure": "medianInterval", "operator": ">", "threshold": 50 }] },
         { "class": "deteriorating.a", "all": [{ "measure": "daysSinceShipment", "operator": "=", "threshold": 73 }] },
         { "class": "mature.a", "all": [] }]
        """;

    private static PolicyBook Book(string classes)
    {
        var json = Make.DefaultJson();
        json["classes"] = JsonNode.Parse(classes);
        json["tier"]!["caps"] = new JsonObject();
        return new([new Policy(1, Make.Day("2000-01-01"), Make.Read(json))]);
    }

    private static JsonNode Nested(int depth) => depth == 0
        ? JsonNode.Parse("""{ "measure": "growth", "operator": "<", "threshold": 0 }""")!
        : new JsonObject { ["any"] = new JsonArray(Nested(depth - 1)) };

    private static string Written(string text)
    {
        (string Short, string Long)[] words =
        [
            ("NOT_A", """{ "measure": "sales", "operator": "<", "threshold": 1 }"""), ("ANY[", "{ #any#: ["), ("ALL[", "{ #all#: ["),
            ("A", """{ "measure": "sales", "operator": ">", "threshold": 1 }"""), ("B", """{ "measure": "growth", "operator": ">", "threshold": 0 }"""),
            ("C", """{ "measure": "complexity", "operator": ">", "threshold": 10 }"""),
        ];
        var said = words.Aggregate(text, (all, word) => Regex.Replace(all, $@"(?<![A-Z_""]){Regex.Escape(word.Short)}{(word.Short.EndsWith('[') ? "" : @"(?![A-Z_""])")}", word.Long));
        return Closed(said).Replace('#', '"');
    }

    /// <summary>Every group that was opened with its brace is closed with one.</summary>
    private static string Closed(string text)
    {
        var (open, closed) = (new Stack<bool>(), new System.Text.StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            closed.Append(text[i]);
            if (text[i] == '[')
            {
                open.Push(i > 1 && text[i - 2] == ':' && text[i - 3] == '#');
            }
            else if (text[i] == ']' && open.Pop())
            {
                closed.Append(" }");
            }
        }

        return closed.ToString();
    }
}
