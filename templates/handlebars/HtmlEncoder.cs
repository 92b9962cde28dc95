using System.Text;
using HandlebarsDotNet;

namespace Lifecycle.Templates.Handlebars;

/// <summary>Hands everything that is filled in to <see cref="Escaping"/>.</summary>
internal sealed class HtmlEncoder : ITextEncoder
{
    public IFormatProvider? FormatProvider => null;

    public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

    public void Encode(string? text, TextWriter target) => target.Write(Escaping.Html(text));

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        var whole = new StringBuilder();
        while (text?.MoveNext() == true)
        {
            whole.Append(text.Current);
        }

        Encode(whole, target);
    }
}
