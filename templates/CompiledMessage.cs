using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>One message in one language, its three parts read. They need not be written in the same template language.</summary>
internal sealed class CompiledMessage(ReadPart subject, ReadPart text, ReadPart html)
{
    /// <summary>What is wrong with it.</summary>
    public ImmutableArray<TemplateFault> Faults { get; } = [.. subject.Faults, .. text.Faults, .. html.Faults];

    /// <summary>Whether any part names where to unsubscribe.</summary>
    public bool NamesUnsubscribe { get; } = subject.NamesUnsubscribe || text.NamesUnsubscribe || html.NamesUnsubscribe;

    /// <summary>The parts that a commercial message must show it in, and that do not.</summary>
    public ImmutableArray<TemplateFault> WithoutUnsubscribe { get; } =
    [
        .. new[] { ("text", text), ("html", html) }.Where(p => !p.Item2.ShowsUnsubscribe)
            .Select(p => new TemplateFault(p.Item1, 0, 0, $"A commercial template shows {MessageFields.Unsubscribe} here, outside of every condition.")),
    ];

    /// <summary>Reads three parts.</summary>
    public static CompiledMessage Of(Func<string, ReadPart> read) => new(read("subject"), read("text"), read("html"));

    public RenderedText Render(string language, IReadOnlyDictionary<string, FieldValue?> fields)
    {
        // A subject is one line, whatever its template looks like.
        var values = EngineValues.Of(fields);
        var line = string.Join(' ', subject.Fill(values).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new(language, line, text.Fill(values), html.Fill(values));
    }
}
