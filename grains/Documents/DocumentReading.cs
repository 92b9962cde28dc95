using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>The faults of a document found so far, and what was looked at.</summary>
internal sealed class DocumentReading
{
    public List<DocumentFault> Faults { get; } = [];

    /// <summary>The fields that mean something, by their pointers.</summary>
    public HashSet<string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>The JSON of a document, or why it is none.</summary>
    public static DocumentFault? TryParse(string json, out JsonDocument parsed)
    {
        var noUnicode = new DocumentFault("", "A text or a name is no valid Unicode.");
        try
        {
            parsed = JsonDocument.Parse(json);
            return JsonTexts.AreReadable(parsed.RootElement) ? null : noUnicode;
        }
        catch (JsonException e)
        {
            parsed = null!;
            return new("", $"This is not JSON: {e.Message}");
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair in the text itself.
            parsed = null!;
            return noUnicode;
        }
    }
}
