using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lifecycle.Api.Problems;

namespace Lifecycle.Api.Lists;

/// <summary>Where a page ended: the sort values of its last row. Opaque to clients.</summary>
public sealed record Cursor(string List, string[] Values)
{
    /// <summary>
    /// The longest cursor, in characters. A request line carries 8 KB; the longest sort values (region, name, manager,
    /// id, of three bytes a character) make 2500.
    /// </summary>
    public const int Longest = 4000;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The refusal for what is no cursor of a list.</summary>
    public static RefusedException Invalid => new(new("invalid-cursor", "after is not a cursor of this list.", "after"));

    /// <summary>The cursor as clients see it.</summary>
    public string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, Compact));

    /// <summary>Reads a cursor of the named list.</summary>
    public static Cursor Decode(string text, string list)
    {
        try
        {
            if (JsonSerializer.Deserialize<Cursor>(Base64Url.DecodeFromChars(text)) is { Values: { } values } cursor
                && cursor.List == list && !values.Contains(null))
            {
                return cursor;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Not one of ours; told below.
        }

        throw Invalid;
    }

    /// <summary>A value of the cursor as a number.</summary>
    public long Number(int index) =>
        long.TryParse(Values.ElementAtOrDefault(index), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid;
}
