using System.Globalization;
using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>A validator for the part of JSON Schema that the description uses; a keyword it does not know fails the test.</summary>
internal static class Schemas
{
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal) { "description", "default", "title", "example" };

    public static void Check(JsonElement description, JsonElement schema, JsonElement value)
    {
        var faults = Faults(description, schema, value, "$").ToArray();
        Assert.True(faults.Length == 0, string.Join("\n", faults) + "\n" + value);
    }

    /// <summary>That an answer is what the published description says of it.</summary>
    public static async Task CheckAsync(ApiFixture api, string method, string path, Reply reply)
    {
        var description = await api.ReadAsync("/openapi/v1.json");
        var responses = description.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");
        var response = responses.TryGetProperty(reply.Status.ToString(CultureInfo.InvariantCulture), out var own) ? own : responses.GetProperty("default");
        Check(description, response.GetProperty("content").GetProperty(reply.ContentType!).GetProperty("schema"), reply.Body);
    }

    public static JsonElement Resolve(JsonElement description, string reference)
    {
        Assert.StartsWith("#/", reference, StringComparison.Ordinal);
        return reference[2..].Split('/').Aggregate(description, (at, step) => at.GetProperty(step));
    }

    private static IEnumerable<string> Faults(JsonElement description, JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().SelectMany(keyword => keyword.Name switch
        {
            "$ref" => Faults(description, Resolve(description, keyword.Value.GetString()!), value, at),
            "type" => Types(keyword.Value).Any(t => IsOf(t, value)) ? [] : [$"{at}: {value.ValueKind} instead of {keyword.Value}"],
            "enum" => keyword.Value.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)) ? [] : [$"{at}: {value} is none of {keyword.Value}"],
            "format" => value.ValueKind != JsonValueKind.String || HasFormat(keyword.Value.GetString()!, value) ? [] : [$"{at}: {value} is no {keyword.Value}"],
            "oneOf" => keyword.Value.EnumerateArray().Count(s => !Faults(description, s, value, at).Any()) == 1 ? [] : [$"{at}: not one of {keyword.Value}"],
            "anyOf" => keyword.Value.EnumerateArray().Any(s => !Faults(description, s, value, at).Any()) ? [] : [$"{at}: not any of {keyword.Value}"],
            "required" => value.ValueKind != JsonValueKind.Object
                ? []
                : keyword.Value.EnumerateArray().Where(n => !value.TryGetProperty(n.GetString()!, out _)).Select(n => $"{at}: {n} is missing"),
            "properties" => value.ValueKind != JsonValueKind.Object
                ? []
                : keyword.Value.EnumerateObject().Where(p => value.TryGetProperty(p.Name, out _))
                    .SelectMany(p => Faults(description, p.Value, value.GetProperty(p.Name), $"{at}.{p.Name}")),
            "additionalProperties" => value.ValueKind != JsonValueKind.Object ? [] : Additional(description, schema, keyword.Value, value, at),
            "items" => value.ValueKind != JsonValueKind.Array
                ? []
                : value.EnumerateArray().SelectMany((item, i) => Faults(description, keyword.Value, item, $"{at}[{i.ToString(CultureInfo.InvariantCulture)}]")),
            _ when Annotations.Contains(keyword.Name) => [],
            _ => [$"{at}: the validator does not know {keyword.Name}"],
        });

    private static IEnumerable<string> Additional(JsonElement description, JsonElement schema, JsonElement rule, JsonElement value, string at)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal) : [];
        var additional = value.EnumerateObject().Where(p => !known.Contains(p.Name));
        return rule.ValueKind switch
        {
            JsonValueKind.True => [],
            JsonValueKind.False => additional.Select(p => $"{at}.{p.Name} is not described"),
            _ => additional.SelectMany(p => Faults(description, rule, p.Value, $"{at}.{p.Name}")),
        };
    }

    private static IEnumerable<string> Types(JsonElement types) =>
        types.ValueKind == JsonValueKind.Array ? types.EnumerateArray().Select(t => t.GetString()!) : [types.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };

    private static bool HasFormat(string format, JsonElement value) => format switch
    {
        "date" => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => value.TryGetDateTimeOffset(out _),
        "uuid" => value.TryGetGuid(out _),
        _ => false,
    };
}
