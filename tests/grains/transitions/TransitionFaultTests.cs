using System.Text.Json.Nodes;
using Lifecycle.Grains;
using NJsonSchema;

namespace Lifecycle.Tests.Grains.Moving;

/// <summary>Every fault of <c>transitions</c> is named where it stands, by the schema as well where it can.</summary>
public sealed class TransitionFaultTests
{
    [Theory]
    [InlineData("null", "/transitions")]
    [InlineData("{}", "/transitions")]
    [InlineData("[7]", "/transitions/0/from")]
    [InlineData("""[{ "to": "*" }]""", "/transitions/0/from")]
    [InlineData("""[{ "from": "*" }]""", "/transitions/0/to")]
    [InlineData("""[{ "from": "", "to": "*" }]""", "/transitions/0/from")]
    [InlineData("""[{ "from": "a.b.c", "to": "*" }]""", "/transitions/0/from")]
    [InlineData("""[{ "from": "*", "to": "*", "afterDays": -1 }]""", "/transitions/0/afterDays")]
    [InlineData("""[{ "from": "*", "to": "*", "afterDays": 1001 }]""", "/transitions/0/afterDays")]
    [InlineData("""[{ "from": "*", "to": "*", "afterDays": 1.5 }]""", "/transitions/0/afterDays")]
    [InlineData("""[{ "from": "*", "to": "*", "all": [{ "any": [] }] }]""", "/transitions/0/all/0/any")]
    [InlineData("""[{ "from": "*", "to": "*", "all": [{ "measure": "turnover", "operator": ">", "threshold": 1 }] }]""", "/transitions/0/all/0/measure")]
    [InlineData("""[{ "from": "*", "to": "*", "window": "trailingYear" }]""", "/transitions/0/window")]
    public async Task Faults_are_named(string transitions, string pointer)
    {
        var json = TransitionPolicies.Json(transitions);
        Assert.Contains(pointer, PolicyValidation.Check(json).Select(f => f.Pointer));
        Assert.NotEmpty((await JsonSchema.FromJsonAsync(PolicyReader.SchemaJson)).Validate(json));
    }

    [Theory]
    [InlineData("""[{ "from": "good", "to": "*" }]""", "/transitions/0/from")]
    [InlineData("""[{ "from": "*", "to": "problem.solved" }]""", "/transitions/0/to")]
    [InlineData("""[{ "from": "mature", "to": "mature", "afterDays": 9 }]""", "/transitions/0")]
    [InlineData("""[{ "from": "mature.minor", "to": "mature.minor", "afterDays": 9 }]""", "/transitions/0")]
    [InlineData("""[{ "from": "problem", "to": "*" }, { "from": "problem.pending", "to": "mature", "afterDays": 9 }]""", "/transitions/1")]
    [InlineData("""[{ "from": "problem.pending", "to": "*" }, { "from": "problem.stagnant", "to": "*" }, { "from": "problem", "to": "mature", "afterDays": 9 }]""", "/transitions/2")]
    [InlineData("""[{ "from": "*", "to": "*", "afterDays": 9 }, { "from": "*", "to": "*", "afterDays": 9 }]""", "/transitions/1")]
    public void Also_those_that_no_schema_sees(string transitions, string pointer) =>
        Assert.Equal([pointer], PolicyValidation.Check(TransitionPolicies.Json(transitions)).Select(f => f.Pointer));

    [Fact]
    public void No_more_entries_than_anybody_reads() => Assert.Contains(
        "/transitions", PolicyValidation.Check(TransitionPolicies.Json($"[{string.Join(',', Enumerable.Repeat("""{ "from": "*", "to": "*" }""", 51))}]")).Select(f => f.Pointer));

    [Fact]
    public void No_more_conditions_either_also_where_a_draft_is_only_compared()
    {
        var conditions = string.Join(',', Enumerable.Range(0, 51).Select(n => $$"""{ "measure": "sales", "operator": ">", "threshold": {{n}} }"""));
        var json = TransitionPolicies.Json($$"""[{ "from": "*", "to": "*", "all": [{{conditions}}] }]""");
        Assert.Contains("/transitions/0/all", PolicyValidation.Check(json).Select(f => f.Pointer));
        Assert.Contains("/transitions/0/all", PolicyValidation.ReadBounded(json).Faults.Select(f => f.Pointer));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{ "from": "*", "to": "*" }]""")]
    [InlineData("""[{ "from": "problem", "to": "mature", "afterDays": 30, "all": [{ "any": [{ "measure": "oldestOverdueDays", "operator": "<", "threshold": 60 }, { "measure": "overdue", "operator": "<", "threshold": 100 }] }] }]""")]
    [InlineData("""[{ "from": "problem.pending", "to": "*" }, { "from": "problem", "to": "mature", "afterDays": 9 }, { "from": "mature.minor", "to": "mature", "afterDays": 9 }]""")]
    public async Task Sound_ones_are_taken(string transitions)
    {
        var json = TransitionPolicies.Json(transitions);
        Assert.Empty(PolicyValidation.Check(json));
        Assert.Empty((await JsonSchema.FromJsonAsync(PolicyReader.SchemaJson)).Validate(json));
    }

    [Fact]
    public void What_a_document_does_not_say_is_that_every_move_is_free() =>
        Assert.True(Make.Read(JsonNode.Parse(PolicyReader.DefaultJson)!).Transitions.IsEmpty);
}
