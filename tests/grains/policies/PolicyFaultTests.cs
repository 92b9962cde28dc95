using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Policies;

/// <summary>Every kind of fault is named, with the place it stands.</summary>
public sealed class PolicyFaultTests
{
    /// <summary>A place of the default policy, what to write there ("-": nothing), and where the fault is named.</summary>
    [Theory]
    [InlineData("name", "-", "/name")]
    [InlineData("name", "7", "/name")]
    [InlineData("window", "-", "/window")]
    [InlineData("window", "[]", "/window/kind")]
    [InlineData("window/kind", "\"year\"", "/window/kind")]
    [InlineData("window", """{ "kind": "statisticalYear" }""", "/window/start")]
    [InlineData("window", """{ "kind": "statisticalYear", "start": "02-29" }""", "/window/start")]
    [InlineData("window", """{ "kind": "statisticalYear", "start": "13-01" }""", "/window/start")]
    [InlineData("window", """{ "kind": "statisticalYear", "start": 4 }""", "/window/start")]
    [InlineData("classes", "-", "/classes")]
    [InlineData("classes", "{}", "/classes")]
    [InlineData("classes", "[]", "/classes")]
    [InlineData("classes/12", "-", "/classes")]
    [InlineData("classes/12/all", """[{ "measure": "sales", "operator": ">", "threshold": 1 }]""", "/classes")]
    [InlineData("classes/0/class", "\"new\"", "/classes/0/class")]
    [InlineData("classes/0/class", "\"new.\"", "/classes/0/class")]
    [InlineData("classes/0/class", "\"a.b.c\"", "/classes/0/class")]
    [InlineData("classes/2/window", "\"statisticalYear\"", "/classes/2/window")]
    [InlineData("classes/2/window", "null", "/classes/2/window")]
    [InlineData("classes/0/all", "-", "/classes/0/all")]
    [InlineData("classes/0/all/2/measure", "\"turnover\"", "/classes/0/all/2/measure")]
    [InlineData("classes/0/all/2/measure", "\"Sales\"", "/classes/0/all/2/measure")]
    [InlineData("classes/0/all/2/measure", "\"customerSince\"", "/classes/0/all/2/measure")]
    [InlineData("classes/0/all/2/operator", "\"==\"", "/classes/0/all/2/operator")]
    [InlineData("classes/0/all/2/operator", "-", "/classes/0/all/2/operator")]
    [InlineData("classes/0/all/2/threshold", "-", "/classes/0/all/2/threshold")]
    [InlineData("classes/0/all/2/threshold", "true", "/classes/0/all/2/threshold")]
    [InlineData("classes/0/all/2/threshold", "1e15", "/classes/0/all/2/threshold")]
    [InlineData("classes/0/all/2/threshold", "1e400", "/classes/0/all/2/threshold")]
    [InlineData("classes/0/all/2/threshold", "0.0000000001", "/classes/0/all/2/threshold")]
    [InlineData("classes/0/all/0/threshold", "1", "/classes/0/all/0/threshold")]
    [InlineData("classes/3/all/2/threshold", "89.5", "/classes/3/all/2/threshold")]
    [InlineData("classes/3/all/2/threshold", "-1", "/classes/3/all/2/threshold")]
    [InlineData("classes/3/all/2/threshold", "10001", "/classes/3/all/2/threshold")]
    [InlineData("classes/0/all/2", """{ "any": [] }""", "/classes/0/all/2/any")]
    [InlineData("classes/0/all/2", """{ "any": 7 }""", "/classes/0/all/2/any")]
    [InlineData("classes/0/all/2", """{ "any": [{ "all": [] }] }""", "/classes/0/all/2/any/0/all")]
    [InlineData("classes/0/all/2", """{ "any": [{ "measure": "turnover", "operator": ">", "threshold": 1 }] }""", "/classes/0/all/2/any/0/measure")]
    [InlineData("classes/0/all/2", "{}", "/classes/0/all/2/measure")]
    [InlineData("score", "-", "/score")]
    [InlineData("score", "[]", "/score")]
    [InlineData("score/0/weight", "0.31", "/score")]
    [InlineData("score/0/weight", "-0.3", "/score/0/weight")]
    [InlineData("score/0/weight", "1.3", "/score/0/weight")]
    [InlineData("score/0/measure", "\"oldestOverdueDays\"", "/score/0/measure")]
    [InlineData("score/0/measure", "\"daysSinceShipment\"", "/score/0/measure")]
    [InlineData("score/0/measure", "\"customerSince\"", "/score/0/measure")]
    [InlineData("score/0/stops", "-", "/score/0/stops")]
    [InlineData("score/0/stops", "[[1, 0]]", "/score/0/stops")]
    [InlineData("score/0/stops", "[[2, 0], [1, 100]]", "/score/0/stops")]
    [InlineData("score/0/stops", "[[1, 0], [1, 100]]", "/score/0/stops")]
    [InlineData("score/0/stops/1", "[1]", "/score/0/stops/1")]
    [InlineData("score/0/stops/1", "[2100000, 101]", "/score/0/stops/1")]
    [InlineData("score/0/stops/1", "[2100000, -1]", "/score/0/stops/1")]
    [InlineData("score/0/stops/1/0", "\"x\"", "/score/0/stops/1/0")]
    [InlineData("tier/components", "-", "/tier/components")]
    [InlineData("tier/components/0/weight", "0.30", "/tier/components")]
    [InlineData("tier/thresholds", "[80, 60]", "/tier/thresholds")]
    [InlineData("tier/thresholds", "[80, 60, 60]", "/tier/thresholds")]
    [InlineData("tier/caps/problem", "0", "/tier/caps/problem")]
    [InlineData("tier/caps/problem", "5", "/tier/caps/problem")]
    [InlineData("tier/caps/problem", "2.5", "/tier/caps/problem")]
    [InlineData("tier/caps", """{ "a/b~c": 9 }""", "/tier/caps/a~1b~0c")]
    [InlineData("alerts", "-", "/alerts")]
    [InlineData("alerts/overdueDays/0", "0", "/alerts/overdueDays/0")]
    [InlineData("alerts/orderGap/factor", "0", "/alerts/orderGap/factor")]
    [InlineData("alerts/orderGap/factor", "101", "/alerts/orderGap/factor")]
    [InlineData("alerts/orderGap/minimumDays", "1.5", "/alerts/orderGap/minimumDays")]
    [InlineData("alerts/escalateAfterDays", "0", "/alerts/escalateAfterDays")]
    [InlineData("alerts/escalateAfterDays", "null", "/alerts/escalateAfterDays")]
    [InlineData("service", "null", "/service/1")]
    [InlineData("service/2", "-", "/service/2")]
    [InlineData("service/1/promises", "\"all\"", "/service/1/promises")]
    [InlineData("service/1/promises/0", "7", "/service/1/promises/0")]
    [InlineData("service/1/visitEveryDays", "-", "/service/1/visitEveryDays")]
    [InlineData("service/1/visitEveryDays", "0", "/service/1/visitEveryDays")]
    [InlineData("service/1/firstResponseHours", "null", "/service/1/firstResponseHours")]
    [InlineData("service/4/complaintSolvedInDays", "2.5", "/service/4/complaintSolvedInDays")]
    public void IsNamedWithItsPlace(string at, string value, string pointer)
    {
        var json = Make.DefaultJson();
        JsonEdits.Put(json, at.Split('/'), value);

        var (document, faults) = PolicyReader.Read(json.ToJsonString());

        Assert.Null(document);
        Assert.Contains(pointer, faults.Select(f => f.Pointer));
        Assert.All(faults, f => Assert.StartsWith($"/{pointer.Split('/')[1]}", f.Pointer, StringComparison.Ordinal));
    }

    /// <summary>What could be read but must not be published: a place of the default policy, what to write there, and where the fault is named.</summary>
    [Theory]
    [InlineData("name", "\" padded\"", "/name")]
    [InlineData("name", "\"\"", "/name")]
    [InlineData("remark", "\"why\"", "/remark")]
    [InlineData("alerts/orderGap/more", "1", "/alerts/orderGap/more")]
    [InlineData("classes/0/all/1/note", "1", "/classes/0/all/1/note")]
    [InlineData("tier/caps/asleep", "3", "/tier/caps/asleep")]
    [InlineData("service/5", "{}", "/service/5")]
    [InlineData("service/1/promises/0", "\"\"", "/service/1/promises/0")]
    [InlineData("service/1/promises/1", "\"a\\u0000b\"", "/service/1/promises/1")]
    [InlineData("classes/0/all/2", """{ "any": [{ "measure": "sales", "operator": ">", "threshold": 1 }], "all": [] }""", "/classes/0/all/2/all")]
    [InlineData("classes/0/all/2", """{ "any": [{ "measure": "sales", "operator": ">", "threshold": 1, "note": 1 }] }""", "/classes/0/all/2/any/0/note")]
    [InlineData("score/1/measure", "\"sales\"", "/score/1/measure")]
    [InlineData("classes/1/all", """[{ "measure": "newInWindow", "operator": "=", "threshold": true }, { "measure": "sales", "operator": ">=", "threshold": 100000.01 }, { "measure": "postings", "operator": ">", "threshold": 0 }]""", "/classes/1")]
    [InlineData("classes/9/all", """[{ "measure": "growth", "operator": "<", "threshold": -0.5 }]""", "/classes/9")]
    [InlineData("classes/8/all", """[{ "measure": "growth", "operator": "<", "threshold": -0.5 }, { "measure": "growth", "operator": ">", "threshold": 0 }]""", "/classes/8")]
    [InlineData("classes/8/all", """[{ "measure": "batches", "operator": ">", "threshold": 2 }, { "measure": "batches", "operator": "<", "threshold": 3 }]""", "/classes/8")]
    [InlineData("classes/8/all", """[{ "measure": "sales", "operator": "<", "threshold": 0 }]""", "/classes/8")]
    [InlineData("classes/8/all", "[]", "/classes/9")]
    [InlineData("classes/11/all", """[{ "measure": "sales", "operator": ">=", "threshold": 0 }]""", "/classes/12")]
    public void IsNamedBeforeItIsPublished(string at, string value, string pointer)
    {
        var json = Make.DefaultJson();
        JsonEdits.Put(json, at.Split('/'), value);
        Assert.NotNull(PolicyReader.Read(json.ToJsonString()).Document);

        Assert.Contains(pointer, PolicyValidation.Check(json.ToJsonString()).Select(f => f.Pointer));
    }

    /// <summary>Rules that do not cover each other, however near they come.</summary>
    [Theory]
    [InlineData("classes/9/all", """[{ "measure": "growth", "operator": "<=", "threshold": -0.49 }]""")]
    [InlineData("classes/8/all", """[{ "measure": "batches", "operator": ">", "threshold": 2 }, { "measure": "batches", "operator": "<", "threshold": 4 }]""")]
    [InlineData("classes/11/all", """[{ "measure": "growth", "operator": ">=", "threshold": -1 }]""")] // undefined for many
    [InlineData("classes/1/all", """[{ "measure": "sales", "operator": ">", "threshold": 100000 }, { "measure": "postings", "operator": ">=", "threshold": 1 }]""")]
    public void WhatCanStillWinIsNoFault(string at, string value)
    {
        var json = Make.DefaultJson();
        JsonEdits.Put(json, at.Split('/'), value);
        Assert.Empty(PolicyValidation.Check(json.ToJsonString()));
    }

    [Fact]
    public void ARuleSaidToBeCoveredNeverWins() => Seeds.Run(3000, random =>
    {
        var rules = Enumerable.Range(0, 4).Select(i => new ClassRule($"s.c{i}", random.Next(2) == 0, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => AnyTerms.Term(random))])).ToArray();
        var document = Make.DefaultBook.Published[0].Document with { Classes = [.. rules], Window = random.Next(2) == 0 ? Window.TrailingYear : new(4, 1) };
        var said = Enumerable.Range(0, rules.Length).Where(i => Coverage.Fault(document, i, new()) is not null).ToArray();
        for (var i = 0; i < 200; i++)
        {
            var measures = AnyTerms.Measures(random, document.Window.IsStatisticalYear);
            var winner = Array.FindIndex(rules, rule => rule.Holds(measures));
            Assert.DoesNotContain(winner, said);
        }
    });

    [Fact]
    public void TooMuchIsOneFault()
    {
        var json = Make.DefaultJson();
        var classes = json["classes"]!.AsArray();
        for (var i = 0; i <= PolicyValidation.MostRules; i++)
        {
            classes.Insert(0, JsonNode.Parse($$"""{ "class": "a.b{{i}}", "all": [{ "measure": "sales", "operator": "=", "threshold": {{i}} }] }"""));
        }

        Assert.Equal("/classes", Assert.Single(PolicyValidation.Check(json.ToJsonString())).Pointer);
        Assert.Equal("", Assert.Single(PolicyValidation.Check(string.Concat(Enumerable.Repeat("{\"all\":[", 1000)))).Pointer);
        Assert.NotEmpty(PolicyValidation.Check("""{ "name": "a", "name": "b" }"""));
    }

    [Fact]
    public void AllFaultsAreNamedAtOnce()
    {
        var (_, faults) = PolicyReader.Read("{}");

        Assert.Equal(["/alerts", "/classes", "/name", "/score", "/tier", "/window"], faults.Select(f => f.Pointer).Where(p => p.LastIndexOf('/') == 0).Distinct().Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{ "name": NaN }""")]
    [InlineData("""{ "name": Infinity }""")]
    public void WhatIsNotJsonIsOneFault(string text) => Assert.Equal("", Assert.Single(PolicyReader.Read(text).Faults).Pointer);
}
