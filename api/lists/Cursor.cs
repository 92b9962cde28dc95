using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Lifecycle.Api.Problems;

namespace Lifecycle.Api.Lists;

/// <summary>Where a page ended: the sort values of its last row. Opaque to clients.</summary>
public sealed record Cursor(string List, string[] Values)
{
    /// <summary>
    /// The longest cursor, in characters. A request line carries 8 KB; the longest sort values (region, name, manager,
    /// id, of three bytes a character) make 2500. JSON would escape what lies beyond the basic plane to thrice as many.
    /// </summary>
    public const int Longest = 4000;

    // No stored text holds a control character.
    private const char Separator = '\u001f';

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The refusal for what is no cursor of a list.</summary>
    public static RefusedException Invalid => new(new("invalid-cursor", "after is not a cursor of this list.", "after"));

    /// <summary>The cursor as clients see it.</summary>
    public string Encode() => Base64Url.EncodeToString(Utf8.GetBytes(string.Join(Separator, [List, .. Values])));

    /// <summary>Reads a cursor of the named list.</summary>
    public static Cursor Decode(string text, string list)
    {
        try
        {
            var parts = Utf8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator);
            return parts[0] == list ? new(list, parts[1..]) : throw Invalid;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            throw Invalid;
        }
    }

    /// <summary>A value of the cursor.</summary>
    public string Text(int index) => Values.ElementAtOrDefault(index) ?? throw Invalid;

    /// <summary>A value of the cursor as a number.</summary>
    public long Number(int index) =>
        long.TryParse(Values.ElementAtOrDefault(index), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid;
}
