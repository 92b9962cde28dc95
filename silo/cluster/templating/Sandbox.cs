using Lifecycle.Grains;
using Lifecycle.Templates;
using Scriban;
using Scriban.Functions;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Lifecycle.Cluster.Templating;

/// <summary>What one rendering may see and spend: its fields, helpers and functions on text; no other template, no clock, no endless work.</summary>
internal sealed class Sandbox : TemplateContext
{
    /// <summary>For one part of one message.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private const int MostLoops = 1000;
    private const int MostDepth = 50;

    private readonly bool html;

    /// <param name="functions">Those of <see cref="Functions"/>, which many renderings share.</param>
    public Sandbox(ScriptObject functions, IReadOnlyDictionary<string, object> fields, bool isHtml, CancellationToken time)
        : base(functions)
    {
        html = isHtml;
        (LoopLimit, RecursiveLimit, ObjectRecursionLimit, LimitToString) = (MostLoops, MostDepth, MostDepth, 2 * PartSource.LongestRendered);
        PushOutput(new LimitedOutput(PartSource.LongestRendered)); // what Scriban cuts off is always beyond that
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

    /// <summary>Nothing is what it is in the other language: no value, and zero.</summary>
    public override bool ToBool(SourceSpan span, object? value) => value switch
    {
        NoValue or "" or 0 or 0m => false,
        _ => base.ToBool(span, value),
    };

    /// <summary>A field without a value is no text.</summary>
    public override string? ObjectToString(object? value, bool nested = false) =>
        value is NoValue missing ? throw new ScriptRuntimeException(CurrentSpan, missing.Complaint) : base.ObjectToString(value, nested);

    /// <summary>What a part may call: neither include and import, nor object.eval, nor the clock of date.now. A message is what its fields make it.</summary>
    public static ScriptObject Functions(PartSource part)
    {
        var functions = new ScriptObject();
        functions.SetValue("string", new StringFunctions(), readOnly: true);
        foreach (var helper in Helpers.All.Values)
        {
            functions.SetValue(helper.Name, DelegateCustomFunction.CreateFunc<object?, string>(value => helper.Write(value, part)), readOnly: true);
        }

        functions.IsReadOnly = true;
        return functions;
    }
}
