using System.Text.Json.Nodes;

namespace Lifecycle.Tests.Grains;

/// <summary>Documents with one value changed.</summary>
internal static class JsonEdits
{
    /// <summary>Puts a value at a place; <c>-</c> takes it away.</summary>
    public static void Put(JsonNode at, string[] path, string value)
    {
        foreach (var step in path[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step)]! : at[step]!;
        }

        if (at is JsonArray items)
        {
            items.RemoveAt(int.Parse(path[^1]));
            if (value != "-")
            {
                items.Insert(int.Parse(path[^1]), JsonNode.Parse(value));
            }
        }
        else if (at is JsonObject fields)
        {
            fields.Remove(path[^1]);
            if (value != "-")
            {
                fields[path[^1]] = JsonNode.Parse(value);
            }
        }
    }
}
