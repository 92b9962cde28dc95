using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>One message in one language, ready to be filled in. Its parts need not be written in the same template language.</summary>
internal sealed class CompiledMessage
{
    private readonly string path;
    private readonly Func<IReadOnlyDictionary<string, string?>, string> subject;
    private readonly Func<IReadOnlyDictionary<string, string?>, string> text;
    private readonly Func<IReadOnlyDictionary<string, string?>, string> html;

    private CompiledMessage(string path, IReadOnlyDictionary<string, string> files, IReadOnlyList<ITemplateLanguage> languages)
    {
        this.path = path;
        subject = Compile("subject", files, languages);
        text = Compile("text", files, languages);
        html = Compile("html", files, languages);
    }

    public static CompiledMessage Of(string path, IReadOnlyDictionary<string, string> files, IReadOnlyList<ITemplateLanguage> languages) =>
        new(path, files, languages);

    public RenderedText Render(string language, IReadOnlyDictionary<string, string?> fields)
    {
        // A subject is one line, whatever its file looks like.
        var line = string.Join(' ', subject(fields).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new(language, line, text(fields), html(fields));
    }

    private Func<IReadOnlyDictionary<string, string?>, string> Compile(
        string part, IReadOnlyDictionary<string, string> files, IReadOnlyList<ITemplateLanguage> languages)
    {
        var written = languages.Where(language => files.ContainsKey($"{path}/{part}.{language.Ending}")).ToList();
        return written switch
        {
            [var language] when $"{path}/{part}.{language.Ending}" is var file => language.Compile(file, files[file], html: part == "html"),
            [] => throw new TemplateException($"{path}/{part}.{languages[0].Ending} is missing."),
            _ => throw new TemplateException($"{path}/{part} is there in several template languages."),
        };
    }
}
