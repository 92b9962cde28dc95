using System.Text;
using System.Text.Unicode;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>One message in one language, ready to be filled in.</summary>
internal sealed class CompiledMessage
{
    // A field that there is not is a mistake in the template, never an empty place in somebody's letter.
    private static readonly IHandlebars Plain = Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true, NoEscape = true });

    private static readonly IHandlebars Html =
        Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true, TextEncoder = new Escaping() });

    private readonly string path;
    private readonly HandlebarsTemplate<object, object> subject;
    private readonly HandlebarsTemplate<object, object> text;
    private readonly HandlebarsTemplate<object, object> html;

    private CompiledMessage(string path, IReadOnlyDictionary<string, string> files)
    {
        this.path = path;
        subject = Compile(Plain, "subject", files);
        text = Compile(Plain, "text", files);
        html = Compile(Html, "html", files);
    }

    public static CompiledMessage Of(string path, IReadOnlyDictionary<string, string> files) => new(path, files);

    public RenderedText Render(string language, IReadOnlyDictionary<string, string?> fields)
    {
        try
        {
            // A subject is one line, whatever its file looks like.
            var line = string.Join(' ', subject(fields).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return new(language, line, text(fields), html(fields));
        }
        catch (Exception e) when (e is HandlebarsException or HandlebarsUndefinedBindingException)
        {
            throw new TemplateException($"{path} cannot be rendered: {e.Message}", e);
        }
    }

    private HandlebarsTemplate<object, object> Compile(IHandlebars handlebars, string part, IReadOnlyDictionary<string, string> files)
    {
        if (!files.TryGetValue($"{path}/{part}.hbs", out var source))
        {
            throw new TemplateException($"{path}/{part}.hbs is missing.");
        }

        try
        {
            return handlebars.Compile(source);
        }
        catch (HandlebarsException e)
        {
            throw new TemplateException($"{path}/{part}.hbs cannot be compiled: {e.Message}", e);
        }
    }

    /// <summary>Escapes what HTML gives a meaning, and leaves Chinese readable.</summary>
    private sealed class Escaping : ITextEncoder
    {
        private static readonly System.Text.Encodings.Web.HtmlEncoder Encoder = System.Text.Encodings.Web.HtmlEncoder.Create(UnicodeRanges.All);

        public IFormatProvider? FormatProvider => null;

        public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

        public void Encode(string? text, TextWriter target) => target.Write(Encoder.Encode(text ?? ""));

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
