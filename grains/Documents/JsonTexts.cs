using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>Tells documents that can be read to the last character from those with half a surrogate pair somewhere.</summary>
public static class JsonTexts
{
    /// <summary>Whether every text and every name is valid Unicode.</summary>
    public static bool AreReadable(JsonElement element)
    {
        try
        {
            Read(element);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Read(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                {
                    _ = field.Name;
                    Read(field.Value);
                }

                break;
        }
    }
}
