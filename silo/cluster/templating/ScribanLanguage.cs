using Lifecycle.Grains;
using Lifecycle.Templates;
using Scriban;
using Scriban.Syntax;

namespace Lifecycle.Cluster.Templating;

/// <summary>Scriban: <c>.sbn</c>. The same fields under the same names, nothing else from outside, and limits on everything.</summary>
internal sealed class ScribanLanguage : ITemplateLanguage
{
    /// <inheritdoc/>
    public string Ending => "sbn";

    /// <inheritdoc/>
    public Func<IReadOnlyDictionary<string, string?>, string> Compile(string file, string source, bool html)
    {
        var template = Template.Parse(source, file);
        if (template.HasErrors)
        {
            throw new TemplateException($"{file} cannot be compiled: {string.Join(" ", template.Messages)}");
        }

        return fields =>
        {
            using var time = new CancellationTokenSource(Sandbox.MostTime);
            try
            {
                return template.Render(new Sandbox(fields, html, time.Token));
            }
            catch (Exception e) when (e is ScriptRuntimeException or OperationCanceledException)
            {
                throw new TemplateException($"{file} cannot be rendered: {e.Message}", e);
            }
        };
    }
}
