using System.Text.Json.Nodes;
using Lifecycle.Grains;
using NJsonSchema;

namespace Lifecycle.Tests.Grains.Policies;

/// <summary>The published schema says what the reader does, as far as a schema can.</summary>
public sealed class PolicySchemaTests
{
    [Fact]
    public async Task TheDefaultPolicyFulfilsItAndIsSound()
    {
        Assert.Empty((await SchemaAsync()).Validate(PolicyReader.DefaultJson));
        Assert.Empty(PolicyValidation.Check(PolicyReader.DefaultJson));
    }

    [Theory]
    [InlineData("name", "7")]
    [InlineData("window", """{ "kind": "year" }""")]
    [InlineData("window", """{ "kind": "statisticalYear" }""")]
    [InlineData("more", "1")]
    [InlineData("classes", "[]")]
    [InlineData("score", """[{ "measure": "oldestOverdueDays", "weight": 1, "stops": [[0, 0], [1, 100]] }]""")]
    [InlineData("score", """[{ "measure": "sales", "weight": 1, "stops": [[0, 0], [1, 101]] }]""")]
    [InlineData("score", """[{ "measure": "sales", "weight": -1, "stops": [[0, 0], [1, 100]] }]""")]
    [InlineData("classes", """[{ "class": "mature", "all": [] }]""")]
    [InlineData("classes", """[{ "class": "a.b", "all": [{ "measure": "newInWindow", "operator": "=", "threshold": 1 }] }]""")]
    [InlineData("classes", """[{ "class": "a.b", "all": [{ "measure": "turnover", "operator": "=", "threshold": 1 }] }]""")]
    [InlineData("classes", """[{ "class": "a.b", "all": [{ "any": [] }] }, { "class": "c.d", "all": [] }]""")]
    [InlineData("classes", """[{ "class": "a.b", "all": [{ "any": [{ "measure": "sales", "operator": "~", "threshold": 1 }] }] }, { "class": "c.d", "all": [] }]""")]
    [InlineData("classes", """[{ "class": "a.b", "all": [{ "any": [{ "measure": "sales", "operator": ">", "threshold": 1 }], "all": [] }] }, { "class": "c.d", "all": [] }]""")]
    [InlineData("service", """{ "1": {} }""")]
    [InlineData("service", "[]")]
    [InlineData("alerts", """{ "overdueDays": [0], "orderGap": { "minimumDays": 30, "factor": 2.5 } }""")]
    public async Task WhatItRefusesTheReaderRefuses(string field, string value)
    {
        var json = JsonNode.Parse(PolicyReader.DefaultJson)!.AsObject();
        json[field] = JsonNode.Parse(value);

        Assert.NotEmpty((await SchemaAsync()).Validate(json.ToJsonString()));
        Assert.NotEmpty(PolicyValidation.Check(json.ToJsonString()));
    }

    [Fact]
    public async Task EveryMeasureIsInIt()
    {
        var schema = await SchemaAsync();
        foreach (var measure in MeasureInfo.All.Where(m => m.Unit() != MeasureUnit.Date))
        {
            var json = JsonNode.Parse(PolicyReader.DefaultJson)!.AsObject();
            var threshold = measure.Unit() == MeasureUnit.Flag ? "true" : "1";
            json["classes"]!.AsArray().Insert(0, JsonNode.Parse($$"""{ "class": "a.b", "all": [{ "measure": "{{measure.Name()}}", "operator": "=", "threshold": {{threshold}} }] }"""));

            Assert.Empty(schema.Validate(json.ToJsonString()));
        }
    }

    private static Task<JsonSchema> SchemaAsync() => JsonSchema.FromJsonAsync(PolicyReader.SchemaJson);
}
