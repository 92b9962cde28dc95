using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lifecycle.Grains;

namespace Lifecycle.Api.Problems;

/// <summary>Tells broken JSON from JSON with a value that cannot be, and says where it is.</summary>
public static partial class JsonFailures
{
    private const int LongestPointer = 200;

    /// <summary>The refusal for a body that is no JSON at all.</summary>
    public static Refusal NoJson { get; } = new("invalid-json", "The body is not valid JSON in UTF-8, or nested too deeply.");

    /// <summary>What is wrong with a JSON body.</summary>
    public static Refusal Of(JsonException e)
    {
        // Syntax errors are of the reader's own, derived type; what the serializer finds wrong with a value is not.
        if (e.GetType() != typeof(JsonException) || e.InnerException is JsonException)
        {
            return NoJson;
        }

        var pointer = Pointer(e.Path ?? "$");
        if (Missing().Match(e.Message) is { Success: true } missing)
        {
            var name = missing.Groups[1].Value;
            return new("required", $"{name} is required.", $"{pointer}/{name}".TrimStart('/'));
        }

        return new("invalid-value", "This value is unknown, repeated, or not what belongs here.", pointer.Length is > 0 and <= LongestPointer ? pointer : null);
    }

    /// <summary><c>$.contacts[0]['a.b']</c> as <c>contacts/0/a.b</c>, escaped as JSON pointers are.</summary>
    private static string Pointer(string path)
    {
        var pointer = new StringBuilder();
        foreach (Match step in Steps().Matches(path))
        {
            var name = step.Groups.Values.Skip(1).First(g => g.Success).Value;
            pointer.Append(pointer.Length > 0 ? "/" : "").Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return pointer.ToString();
    }

    [GeneratedRegex(@"\.([^.\[]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]")]
    private static partial Regex Steps();

    // The serializer names what is missing nowhere but in its message; a test holds on to that.
    [GeneratedRegex("missing required properties.*?'([^']+)'")]
    private static partial Regex Missing();
}
