using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using Lifecycle.Grains;

namespace Lifecycle.Templates.Handlebars;

/// <summary>Handlebars: <c>.hbs</c>. Only fields, our helpers, <c>#if</c>, <c>#unless</c>, <c>else</c> and comments.</summary>
public sealed class HandlebarsLanguage : ITemplateLanguage
{
    /// <inheritdoc/>
    public string Name => "handlebars";

    /// <inheritdoc/>
    public string Ending => "hbs";

    /// <inheritdoc/>
    public ReadPart Read(PartSource part)
    {
        var check = new PartCheck(part);
        new HandlebarsReader(part, check).Read();
        return check.Done(() => Compile(part));
    }

    private static Func<IReadOnlyDictionary<string, object>, string> Compile(PartSource part)
    {
        try
        {
            using var source = new StringReader(part.Text);
            var template = Library(part).Compile(source);
            return values => Fill(part, template, values);
        }
        catch (HandlebarsException e)
        {
            throw new TemplateException($"{part.File} cannot be compiled: {e.Message}", e);
        }
    }

    private static string Fill(PartSource part, HandlebarsTemplate<TextWriter, object, object> template, IReadOnlyDictionary<string, object> values)
    {
        try
        {
            using var text = new LimitedWriter();
            template(text, values);
            return text.ToString();
        }
        catch (Exception e) when (e is HandlebarsException or HandlebarsUndefinedBindingException or TemplateException)
        {
            throw new TemplateException($"{part.File} cannot be rendered: {e.GetBaseException().Message}", e);
        }
    }

    // One of its own for each part: what the library remembers of a template goes with it. Of what the library brings along,
    // nothing can be called: the reader has let none of it pass.
    private static IHandlebars Library(PartSource part)
    {
        var library = HandlebarsDotNet.Handlebars.Create(new HandlebarsConfiguration
        {
            ThrowOnUnresolvedBindingExpression = true,
            NoEscape = !part.IsHtml,
            TextEncoder = new HtmlEncoder(),
        });
        foreach (var helper in Helpers.All.Values)
        {
            library.RegisterHelper(helper.Name, (_, arguments) => helper.Write(arguments[0], part));
        }

        return library;
    }
}
