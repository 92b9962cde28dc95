using System.Collections.Frozen;
using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>
/// The messages that the system sends: three files for each and language (<c>subject</c>, <c>text</c>, <c>html</c>), all
/// compiled when the silo starts, so that a broken file is found then and not on somebody's birthday.
/// </summary>
public sealed class MessageTemplates : IMessageTemplates
{
    private const string DefaultLanguage = "zh-CN";

    private readonly FrozenDictionary<(string Template, string Language), CompiledMessage> messages;

    /// <summary>Compiles templates.</summary>
    /// <param name="files">By path, e.g. <c>birthday/en/subject.hbs</c>.</param>
    /// <param name="languages">What they may be written in.</param>
    /// <exception cref="TemplateException">A file cannot be compiled, a part is missing, or a message has no Chinese version.</exception>
    public MessageTemplates(IReadOnlyDictionary<string, string> files, IReadOnlyList<ITemplateLanguage> languages)
    {
        messages = files.Keys
            .Select(path => path.Split('/') is [var template, var language, var part] && languages.Any(l => part.EndsWith("." + l.Ending, StringComparison.Ordinal))
                ? (Template: template, Language: language)
                : throw new TemplateException($"{path} is not named template/language/part, with an ending of {string.Join(" or ", languages.Select(l => "." + l.Ending))}."))
            .Distinct()
            .ToFrozenDictionary(key => key, key => CompiledMessage.Of($"{key.Template}/{key.Language}", files, languages));
        foreach (var (template, _) in messages.Keys.Where(key => !messages.ContainsKey((key.Template, DefaultLanguage))))
        {
            throw new TemplateException($"{template} has no version in {DefaultLanguage}.");
        }
    }

    /// <summary>The templates that come with the program, in the language that every edition knows.</summary>
    public static MessageTemplates Embedded() => new(TemplateFiles.Embedded(), [new HandlebarsLanguage()]);

    /// <inheritdoc/>
    public RenderedText Render(string template, string? language, IReadOnlyDictionary<string, string?> fields)
    {
        var known = Closest(template, language);
        return messages.TryGetValue((template, known), out var message)
            ? message.Render(known, fields)
            : throw new TemplateException($"There is no template {template}.");
    }

    /// <summary>The language as it is wanted, else one of the same primary language (en for en-GB), else Chinese.</summary>
    private string Closest(string template, string? wanted)
    {
        var known = messages.Keys.Where(key => key.Template == template).Select(key => key.Language).Order(StringComparer.Ordinal).ToArray();
        return known.FirstOrDefault(language => language.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(language => Primary(language).Equals(wanted is null ? null : Primary(wanted), StringComparison.OrdinalIgnoreCase))
            ?? DefaultLanguage;
    }

    private static string Primary(string language) => language.Split('-')[0];
}
