using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Lifecycle.Templates;

/// <summary>Escapes what HTML gives a meaning, and leaves Chinese readable; the same in every template language.</summary>
public static class Escaping
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The text as it may stand in HTML.</summary>
    public static string Html(string? text) => Encoder.Encode(text ?? "");
}
