using System.Text;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>Handlebars: <c>.hbs</c>.</summary>
public sealed class HandlebarsLanguage : ITemplateLanguage
{
    // A field that there is not is a mistake in the template, never an empty place in somebody's letter.
    private readonly IHandlebars plain = Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true, NoEscape = true });

    private readonly IHandlebars html =
        Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true, TextEncoder = new Encoder() });

    /// <inheritdoc/>
    public string Ending => "hbs";

    /// <inheritdoc/>
    public Func<IReadOnlyDictionary<string, string?>, string> Compile(string file, string source, bool html)
    {
        var template = Compile(file, source, html ? this.html : plain);
        return fields =>
        {
            try
            {
                return template(fields);
            }
            catch (Exception e) when (e is HandlebarsException or HandlebarsUndefinedBindingException)
            {
                throw new TemplateException($"{file} cannot be rendered: {e.Message}", e);
            }
        };
    }

    private static HandlebarsTemplate<object, object> Compile(string file, string source, IHandlebars handlebars)
    {
        try
        {
            return handlebars.Compile(source);
        }
        catch (HandlebarsException e)
        {
            throw new TemplateException($"{file} cannot be compiled: {e.Message}", e);
        }
    }

    private sealed class Encoder : ITextEncoder
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
}
