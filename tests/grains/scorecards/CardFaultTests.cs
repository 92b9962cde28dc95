using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Grains;
using NJsonSchema;

namespace Lifecycle.Tests.Grains.Scorecards;

/// <summary>Documents and answers at fault: each fault with a pointer to its place, whatever is sent.</summary>
public sealed class CardFaultTests
{
    private static readonly Task<JsonSchema> Schema = JsonSchema.FromJsonAsync(ScorecardReader.SchemaJson);

    [Theory]
    [InlineData("prospect")]
    [InlineData("intention")]
    [InlineData("qualitative")]
    public async Task TheDefaultCardsAreSoundAndFulfilTheSchema(string name)
    {
        Assert.Contains(name, ScorecardReader.DefaultNames);
        Assert.Empty((await Schema).Validate(ScorecardReader.DefaultJson(name)));
        Assert.Empty(ScorecardReader.Read(ScorecardReader.DefaultJson(name)).Faults);
    }

    /// <summary>What the schema refuses the reader refuses too, and says where.</summary>
    [Theory]
    [InlineData("name", "7", "/name")]
    [InlineData("name", "\"\"", "/name")]
    [InlineData("name", "-", "/name")]
    [InlineData("more", "1", "/more")]
    [InlineData("parts", "[]", "/parts")]
    [InlineData("parts/0/part", "-", "/parts/0/part")]
    [InlineData("parts/0/total", "\"max\"", "/parts/0/total")]
    [InlineData("parts/0/questions", "[]", "/parts/0/questions")]
    [InlineData("parts/0/questions/2/text", "null", "/parts/0/questions/2/text")]
    [InlineData("parts/0/questions/2/range", "[0, 100]", "/parts/0/questions/2/answers")]
    [InlineData("parts/0/questions/2/answers", "[{ \"answer\": \"a\", \"text\": \"t\", \"points\": 1 }]", "/parts/0/questions/2/answers")]
    [InlineData("parts/0/questions/2/answers/1/points", "-1", "/parts/0/questions/2/answers/1/points")]
    [InlineData("parts/0/questions/2/answers/1/points", "1001", "/parts/0/questions/2/answers/1/points")]
    [InlineData("parts/0/questions/2/answers/1/points", "\"8\"", "/parts/0/questions/2/answers/1/points")]
    [InlineData("parts/0/questions/2/answers/1/note", "1", "/parts/0/questions/2/answers/1/note")]
    [InlineData("bands", "-", "/bands")]
    [InlineData("bands/1/atLeast", "-", "/bands/1/atLeast")]
    [InlineData("bands/1/atLeast/points", "\"71\"", "/bands/1/atLeast/points")]
    [InlineData("bands/1/band", "\"\"", "/bands/1/band")]
    public async Task WhatTheSchemaRefusesTheReaderNames(string at, string value, string pointer)
    {
        var json = Edited(at, value);

        Assert.NotEmpty((await Schema).Validate(json));
        Assert.Equal([pointer], ScorecardReader.Read(json).Faults.Select(fault => fault.Pointer).Distinct());
    }

    /// <summary>And what only the reader can find.</summary>
    [Theory]
    [InlineData("parts/0/questions/2/answers/1/points", "0.001", "/parts/0/questions/2/answers/1/points")]
    [InlineData("parts/0/questions/1/question", "\"cityClass\"", "/parts/0/questions/1/question")]
    [InlineData("parts/0/questions/1/answers/1/answer", "\"coreNational\"", "/parts/0/questions/1/answers/1/answer")]
    [InlineData("bands/0/atLeast/points", "90.01", "/bands/0")]
    [InlineData("bands/1/atLeast/points", "81", "/bands/1")]
    [InlineData("bands/3/atLeast/points", "35", "/bands/4")]
    [InlineData("bands/1/atLeast/sum~of", "1", "/bands/1/atLeast/sum~0of")]
    [InlineData("bands/4/atLeast/points", "40", "/bands")]
    [InlineData("evaluation", "\"nothing\"", "/evaluation")]
    [InlineData("evaluation", "\"points\"", null)]
    public void WhatOnlyTheReaderFinds(string at, string value, string? pointer) =>
        Assert.Equal(pointer is null ? [] : [pointer], ScorecardReader.Read(Edited(at, value)).Faults.Select(fault => fault.Pointer));

    [Fact]
    public void AnEvaluationLiesBetween0And100()
    {
        var json = Cards.Json("qualitative");
        json["parts"]![0]!["total"] = "sum";
        Assert.Equal("/evaluation", Assert.Single(ScorecardReader.Read(json.ToJsonString()).Faults).Pointer);
    }

    [Fact]
    public void TooManyQuestionsAreOneFault()
    {
        var json = Cards.Json("prospect");
        var question = json["parts"]![0]!["questions"]![0]!;
        for (var part = 1; part <= 2; part++)
        {
            json["parts"]!.AsArray().Add(new JsonObject
            {
                ["part"] = $"p{part}", ["total"] = "sum",
                ["questions"] = new JsonArray([.. Enumerable.Range(0, 50).Select(i => { var copy = question.DeepClone(); copy["question"] = $"q{part}.{i}"; return copy; })]),
            });
        }

        Assert.Equal("/parts", Assert.Single(ScorecardReader.Read(json.ToJsonString()).Faults).Pointer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{ \"name\": NaN }")]
    [InlineData("{ \"name\": \"\\ud800\" }")]
    [InlineData("{ \"\\udc00\": 1 }")]
    [InlineData("{ \"name\": \"a\", \"name\": \"a\" }")]
    public void OddDocumentsAreFaults(string json) => Assert.NotEmpty(ScorecardReader.Read(json).Faults);

    [Fact]
    public void NothingThrows() => Seeds.Run(3000, random =>
    {
        string[] pieces = ["null", "true", "[]", "{}", "\"\"", "-1", "1e999", "0.000000001", "\"\\ud800\"", "[0,1]", "\"points\"", "999999999999999"];
        var json = ScorecardReader.DefaultJson(ScorecardReader.DefaultNames[random.Next(3)]);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(json.Length);
            var length = Math.Min(random.Next(20), json.Length - at);
            json = json[..at] + pieces[random.Next(pieces.Length)] + json[(at + length)..];
        }

        var (card, faults) = ScorecardReader.Read(json);
        Assert.Equal(card is null, !faults.IsEmpty);
        if (card is not null)
        {
            var sheet = Cards.Sheet(card, Cards.Answers(card, [.. card.Questions.Select(question => question.Scale is { } scale ? scale.To / 100 : random.Next(question.Choices.Length))]));
            Assert.Equal(card.Bands.IsEmpty, CardScore.Of(card, [sheet]).Band is null);
        }
    });

    [Theory]
    [InlineData("""{ "cityClas": "first" }""", "/answers/cityClas")]
    [InlineData("""{ "a/b~c": "first" }""", "/answers/a~1b~0c")]
    [InlineData("""{ "cityClass": "fifth" }""", "/answers/cityClass")]
    [InlineData("""{ "cityClass": "First" }""", "/answers/cityClass")]
    [InlineData("""{ "cityClass": 10 }""", "/answers/cityClass")]
    [InlineData("""{ "cityClass": null }""", "/answers/cityClass")]
    [InlineData("""{ "cityClass": ["first"] }""", "/answers/cityClass")]
    [InlineData("""{ "cityClass": "first", "cityClass": "second" }""", "/answers/cityClass")]
    [InlineData("""{ "cityClass": "\ud800" }""", "/answers")]
    [InlineData("""{ "\udc00": "first" }""", "/answers")]
    [InlineData("{}", "/answers")]
    [InlineData("[]", "/answers")]
    [InlineData("null", "/answers")]
    public void AnswersAtFault(string answers, string pointer) =>
        Assert.Equal([pointer], CardSheet.Read(Cards.Prospect, JsonSerializer.Deserialize<JsonElement>(answers)).Faults.Select(fault => fault.Pointer).Distinct());

    [Theory]
    [InlineData("0", true)]
    [InlineData("100", true)]
    [InlineData("99.99", true)]
    [InlineData("1e1", true)]
    [InlineData("-0.01", false)]
    [InlineData("100.01", false)]
    [InlineData("50.001", false)]
    [InlineData("1e300", false)]
    [InlineData("1e-30", false)]
    [InlineData("\"50\"", false)]
    [InlineData("true", false)]
    public void NumbersOnAScale(string number, bool fits) =>
        Assert.Equal(fits, CardSheet.Read(Cards.Qualitative, JsonSerializer.Deserialize<JsonElement>($$"""{ "credit": {{number}} }""")).Faults.IsEmpty);

    private static string Edited(string at, string value)
    {
        var json = Cards.Json("prospect");
        JsonEdits.Put(json, at.Split('/'), value);
        return json.ToJsonString();
    }
}
