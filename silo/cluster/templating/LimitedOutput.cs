using System.Text;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Lifecycle.Cluster.Templating;

/// <summary>What a template writes, up to a limit: a longer text is an error, never a text that ends somewhere.</summary>
internal sealed class LimitedOutput(int most) : IScriptOutput
{
    private readonly StringBuilder text = new();

    public void Write(string text, int offset, int count)
    {
        if (this.text.Length + count > most)
        {
            throw new ScriptRuntimeException(default(SourceSpan), $"The text is longer than {most} characters.");
        }

        this.text.Append(text, offset, count);
    }

    public ValueTask WriteAsync(string text, int offset, int count, CancellationToken cancellationToken)
    {
        Write(text, offset, count);
        return ValueTask.CompletedTask;
    }

    public override string ToString() => text.ToString();
}
