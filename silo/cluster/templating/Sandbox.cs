using Lifecycle.Templates;
using Scriban;
using Scriban.Functions;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Lifecycle.Cluster.Templating;

/// <summary>What one rendering may see and spend: its fields and functions on text; no other template, no clock, no endless work.</summary>
internal sealed class Sandbox : TemplateContext
{
    /// <summary>For one part of one message.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private const int MostLoops = 1000;
    private const int MostDepth = 20;
    private const int MostCharacters = 500_000;

    private readonly bool html;

    public Sandbox(IReadOnlyDictionary<string, string?> fields, bool html, CancellationToken time)
        : base(Functions())
    {
        this.html = html;
        (LoopLimit, RecursiveLimit, ObjectRecursionLimit, LimitToString) = (MostLoops, MostDepth, MostDepth, 2 * MostCharacters);
        PushOutput(new LimitedOutput(MostCharacters)); // what Scriban cuts off is always beyond that
        RegexTimeOut = MostTime;
        CancellationToken = time;

        // A field that there is not is a mistake in the template, never an empty place in somebody's letter.
        StrictVariables = true;
        (EnableRelaxedMemberAccess, EnableRelaxedTargetAccess, EnableRelaxedFunctionAccess) = (false, false, false);
        var values = new ScriptObject();
        foreach (var (name, value) in fields)
        {
            values.SetValue(name, value, readOnly: true);
        }

        PushGlobal(values);
    }

    /// <summary>What is filled in is escaped like in the other language; what the file says itself is not.</summary>
    public override TemplateContext Write(SourceSpan span, object? textAsObject) =>
        html && textAsObject is not null ? Write(Escaping.Html(ObjectToString(textAsObject))) : base.Write(span, textAsObject);

    // Neither include and import, nor object.eval, nor the clock of date.now: a message is what its fields make it.
    private static ScriptObject Functions()
    {
        var functions = new ScriptObject();
        functions.SetValue("string", new StringFunctions(), readOnly: true);
        return functions;
    }
}
