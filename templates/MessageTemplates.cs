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
    /// <exception cref="TemplateException">A file cannot be compiled, a part is missing, or a message has no Chinese version.</exception>
    public MessageTemplates(IReadOnlyDictionary<string, string> files)
    {
        messages = files.Keys
            .Select(path => path.Split('/'))
            .Select(path => path is [var template, var language, _]
                ? (Template: template, Language: language)
                : throw new TemplateException($"{string.Join('/', path)} is not named template/language/part.hbs."))
            .Distinct()
            .ToFrozenDictionary(key => key, key => CompiledMessage.Of($"{key.Template}/{key.Language}", files));
        foreach (var (template, _) in messages.Keys.Where(key => !messages.ContainsKey((key.Template, DefaultLanguage))))
        {
            throw new TemplateException($"{template} has no version in {DefaultLanguage}.");
        }
    }

    /// <summary>The templates that come with the program.</summary>
    public static MessageTemplates Embedded()
    {
        var assembly = typeof(MessageTemplates).Assembly;
        return new(assembly.GetManifestResourceNames().Where(name => name.EndsWith(".hbs", StringComparison.Ordinal)).ToDictionary(name => name, name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }));
    }

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
