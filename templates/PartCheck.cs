using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Templates.Html;

namespace Lifecycle.Templates;

/// <summary>
/// What every template language has checked of a part, told in the order of the source: its texts, what it asks for, what it
/// fills in and where. Collects the faults.
/// </summary>
public sealed class PartCheck
{
    private const int MostDepth = 20;
    private const int MostFaults = 50;

    private readonly PartSource part;
    private readonly HtmlPlaces? places;
    private readonly Stack<HtmlBranches?> blocks = new();
    private readonly ImmutableArray<TemplateFault>.Builder faults = ImmutableArray.CreateBuilder<TemplateFault>();
    private bool names;
    private bool shows;

    /// <summary>Begins with a part.</summary>
    public PartCheck(PartSource part)
    {
        this.part = part;
        places = part.IsHtml ? new() : null;
        if (part.Text.Length > PartSource.Longest)
        {
            Fault(1, 1, $"longer than {PartSource.Longest} characters");
        }
    }

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsSound => faults.Count == 0;

    /// <summary>Whether more faults would help nobody, or a block is deeper than any may be.</summary>
    public bool IsHopeless => faults.Count >= MostFaults || blocks.Count > MostDepth || part.Text.Length > PartSource.Longest;

    /// <summary>Something is wrong.</summary>
    public void Fault(int line, int column, string message)
    {
        if (faults.Count < MostFaults)
        {
            faults.Add(new(part.Part, line, column, message));
        }
    }

    /// <summary>Text of the template itself.</summary>
    public void Text(ReadOnlySpan<char> text) => places?.Pass(text);

    /// <summary>A field is named, to ask whether it has a value or as what a function takes.</summary>
    public void Named(string field, int line, int column)
    {
        names |= field == MessageFields.Unsubscribe;
        Refuse(Vocabulary.RefuseNamed(field, part.IsCommercial), line, column);
    }

    /// <summary>A field is filled in here.</summary>
    /// <param name="helper">What writes it; null: nothing, it stands for itself.</param>
    /// <param name="at">Where the name of the field stands; <paramref name="helperAt"/> where that of the helper does.</param>
    public void Printed(string? helper, (int Line, int Column) helperAt, string field, (int Line, int Column) at)
    {
        names |= field == MessageFields.Unsubscribe;
        if (helper is not null && !Helpers.All.ContainsKey(helper))
        {
            Fault(helperAt.Line, helperAt.Column, $"unknown helper {helper}");
            return;
        }

        var refusal = helper is null ? Vocabulary.RefusePrinted(field, part.IsCommercial) : Vocabulary.RefuseTaken(helper, field, part.IsCommercial);
        Refuse(refusal, at.Line, at.Column);
        Filled(helper is null ? field : null, at);
    }

    /// <summary>Something is filled in here.</summary>
    /// <param name="field">Which field it is as it stands; null: something made of fields.</param>
    public void Filled(string? field, (int Line, int Column) at)
    {
        var refusal = places?.Refuse(field);
        Refuse(refusal, at.Line, at.Column);
        shows |= field == MessageFields.Unsubscribe && blocks.Count == 0 && refusal is null;
    }

    /// <summary>A block begins that is there only under a condition.</summary>
    public void Open(int line, int column)
    {
        blocks.Push(places is null ? null : new(places.State));
        if (blocks.Count == MostDepth + 1)
        {
            Fault(line, column, $"blocks nested deeper than {MostDepth}");
        }
    }

    /// <summary>The other side of the innermost block begins.</summary>
    public void Otherwise()
    {
        if (places is not null && blocks.Peek() is { } sides)
        {
            places.State = sides.Turn(places.State);
        }
    }

    /// <summary>The innermost block ends.</summary>
    public void Close(int line, int column)
    {
        if (blocks.Pop() is { } sides && places is not null && !sides.EndAlike(places.State))
        {
            Fault(line, column, "with and without this block, tags and quotes are not closed alike");
        }
    }

    /// <summary>What was found; compiles what is sound.</summary>
    public ReadPart Done(Func<Func<IReadOnlyDictionary<string, object>, string>> compile) => new(
        faults.ToImmutable(),
        IsSound ? compile() : _ => throw new TemplateException($"{part.File}: {faults[0].Said}"),
        names,
        shows);

    private void Refuse(string? message, int line, int column)
    {
        if (message is not null)
        {
            Fault(line, column, message);
        }
    }
}
