using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Scorecards;

/// <summary>Judging, as short as the sentences that describe it.</summary>
internal static class ScorecardCalls
{
    /// <summary>The best prospect there is: 90 points.</summary>
    public static Dictionary<string, object> Gold => new(StringComparer.Ordinal)
    {
        ["cityClass"] = "first", ["organisation"] = "coreNational", ["position"] = "decides", ["relationship"] = "family",
        ["background"] = "experienced", ["industry"] = "core", ["willingness"] = "joinsActs",
    };

    /// <summary>With another answer to a question.</summary>
    public static Dictionary<string, object> With(this Dictionary<string, object> answers, string question, object answer) =>
        new(answers, StringComparer.Ordinal) { [question] = answer };

    public static Dictionary<string, object> Qualitative(double all) => new[] { "credit", "marketCoverage", "internalManagement", "initiative", "capability", "relations" }
        .ToDictionary(name => name, _ => (object)all, StringComparer.Ordinal);

    public static async Task<string> ProspectAsync(this ApiFixture api, string name = "Somebody")
    {
        var id = Calls.NewId("p");
        (await api.CallAsync("PUT", $"/prospects/{id}", new { name })).Is(201);
        return id;
    }

    public static Task<Reply> JudgeAsync(
        this ApiFixture api, string kind, string id, string card, object answers, string evaluator = "li.na", string? on = null, params (string, string)[] headers) =>
        api.CallAsync("POST", $"/scorecards/{card}/answers", new { subject = new { kind, id }, evaluator, on, answers }, headers: headers);

    /// <summary>A published card of its own, with questions a and b from 0 to 100, and its name.</summary>
    public static async Task<string> CardAsync(this ApiFixture api)
    {
        var name = Calls.NewId("card-");
        (await api.CallAsync("PUT", $"/scorecards/{name}/versions/1", Small())).Is(201);
        (await api.CallAsync("POST", $"/scorecards/{name}/versions/1/publish")).Is(200);
        return name;
    }

    public static JsonObject Small(string title = "Small") => JsonNode.Parse($$"""
        {
          "name": "{{title}}",
          "parts": [{ "part": "p", "total": "sum", "questions": [{ "question": "a", "text": "A", "range": [0, 100] }, { "question": "b", "text": "B", "range": [0, 100] }] }],
          "bands": [{ "band": "high", "text": "Well", "atLeast": { "p": 100 } }, { "band": "low", "atLeast": {} }]
        }
        """)!.AsObject();
}
