using Lifecycle.Grains;
using Lifecycle.Templates;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Lifecycle.Cluster.Templating;

/// <summary>Scriban: <c>.sbn</c>. The same fields and helpers under the same names, functions on strings, and limits on everything.</summary>
internal sealed class ScribanLanguage : ITemplateLanguage
{
    // Far more than the blocks that may be nested, and far less than what a thread's stack holds.
    private static readonly ParserOptions Depth = new() { ExpressionDepthLimit = 100 };

    /// <inheritdoc/>
    public string Name => "scriban";

    /// <inheritdoc/>
    public string Ending => "sbn";

    /// <inheritdoc/>
    public ReadPart Read(PartSource part)
    {
        var check = new PartCheck(part);
        if (check.IsHopeless)
        {
            return check.Done(() => throw new InvalidOperationException("A part that is at fault is not compiled."));
        }

        var template = Template.Parse(part.Text, part.File, Depth);
        foreach (var message in template.Messages.Where(m => m.Type == ParserMessageType.Error))
        {
            check.Fault(message.Span.Start.Line + 1, message.Span.Start.Column + 1, message.Message);
        }

        if (check.IsSound)
        {
            new ScribanReader(part, check).Read(template.Page);
        }

        return check.Done(() =>
        {
            var functions = Sandbox.Functions(part);
            return values => Fill(part, template, functions, values);
        });
    }

    private static string Fill(PartSource part, Template template, ScriptObject functions, IReadOnlyDictionary<string, object> values)
    {
        using var time = new CancellationTokenSource(Sandbox.MostTime);
        try
        {
            return template.Render(new Sandbox(functions, values, part.IsHtml, time.Token));
        }
        catch (Exception e) when (e is ScriptRuntimeException or OperationCanceledException or TemplateException)
        {
            throw new TemplateException($"{part.File} cannot be rendered: {e.GetBaseException().Message}", e);
        }
    }
}
