using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Tiering;

/// <summary>The default policy with another part <c>tier.review</c>.</summary>
internal static class TierPolicies
{
    public static string Json(string review)
    {
        var json = Make.DefaultJson();
        json["tier"]!["review"] = JsonNode.Parse(review);
        return json.ToJsonString();
    }

    public static PolicyDocument Calendar(params string[] days) =>
        Make.Read(JsonNode.Parse(Json($$"""{ "when": "calendar", "days": [{{string.Join(", ", days.Select(d => $"\"{d}\""))}}] }"""))!);

    /// <summary>The default until a day; from then on another review.</summary>
    public static PolicyBook From(string day, string review) =>
        new([Make.DefaultPolicy, new Policy(2, Make.Day(day), Make.Read(JsonNode.Parse(Json(review))!))]);

    /// <summary>A version in force for ever.</summary>
    public static PolicyBook Book(PolicyDocument document) => new([new Policy(1, Make.Day("2000-01-01"), document)]);
}
