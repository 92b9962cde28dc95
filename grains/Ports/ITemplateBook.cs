using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>The source of a template.</summary>
public sealed record TemplateParts(string Subject, string Text, string Html);

/// <summary>A template as somebody wrote it.</summary>
/// <param name="TemplateLanguage"><c>handlebars</c>, or <c>scriban</c> in the cluster edition; files may mix them: then <c>mixed</c>.</param>
/// <param name="IsCommercial">Whether its messages advertise: then a contact must be able to take itself off them.</param>
public sealed record TemplateContent(string TemplateLanguage, TemplateParts Parts, bool IsCommercial);

/// <summary>What is wrong with a template, and where.</summary>
/// <param name="Part"><c>subject</c>, <c>text</c> or <c>html</c>.</param>
/// <param name="Line">From 1; 0: the part as a whole.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
public sealed record TemplateFault(string Part, int Line, int Column, string Message)
{
    /// <summary>The fault as people read it.</summary>
    public string Said => Line == 0 ? Message : $"line {Line}, column {Column}: {Message}";
}

/// <summary>How a check ended.</summary>
/// <param name="Refusal">Null: it may be saved.</param>
/// <param name="Faults">Where the reasons are, if it is for reasons within the parts.</param>
public sealed record TemplateCheck(Refusal? Refusal, ImmutableArray<TemplateFault> Faults);

/// <summary>A template in one language as it is in force.</summary>
/// <param name="Source"><c>saved</c>, <c>folder</c> (at least one part of it) or <c>file</c>.</param>
/// <param name="Version">The last that was saved, or that went back to the file; 0: none ever.</param>
/// <param name="File">What there is to go back to; null: nothing.</param>
/// <param name="Problem">Why it cannot be rendered; else null.</param>
public sealed record TemplateInForce(
    string Name, string Language, string Source, int Version, TemplateContent? File, TemplateContent Content, string? Problem);

/// <summary>The templates in force: what was saved, else the company's folder, else the files of the program.</summary>
public interface ITemplateBook : IMessageTemplates
{
    /// <summary>Everything, by name and language.</summary>
    ImmutableArray<TemplateInForce> All { get; }

    /// <summary>Grows with what was saved: up to here this book knows it.</summary>
    long Stamp { get; }

    /// <summary>A template in exactly this language, or null.</summary>
    TemplateInForce? Find(string template, string language);

    /// <summary>Whether a template may be saved under a name, and rendered at all.</summary>
    TemplateCheck Check(string template, string language, TemplateContent content);

    /// <summary>Fills in a template that is not in force.</summary>
    /// <exception cref="TemplateException">It cannot be rendered.</exception>
    RenderedText Render(TemplateContent draft, string language, IReadOnlyDictionary<string, FieldValue?> fields);

    /// <summary>Puts into force what was saved last, of every template and language. One that cannot be read fails when it is rendered.</summary>
    /// <param name="stamp">An older one than is known changes nothing.</param>
    void Use(long stamp, IReadOnlyList<TemplateVersion> newest);
}
