using System.Collections.Frozen;
using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Templates.Handlebars;

namespace Lifecycle.Templates;

/// <summary>
/// The messages that the system sends, all compiled: what was saved, over the files. Files are read when the silo starts, so that a
/// broken one is found then and not on somebody's birthday.
/// </summary>
public sealed class MessageTemplates : ITemplateBook
{
    private static readonly Refusal Invalid = new("template-invalid", "The template has faults; each is named with its line and column.");
    private static readonly Refusal WithoutUnsubscribe = new("unsubscribe-missing", "A commercial template shows where to unsubscribe, in its text and in its HTML.");

    private readonly Lock refreshing = new();
    private readonly IReadOnlyList<ITemplateLanguage> languages;
    private readonly FrozenDictionary<(string Name, string Language), ShelvedTemplate> files;
    private volatile Shelf shelf;

    /// <summary>Reads the files.</summary>
    /// <param name="languages">What templates may be written in.</param>
    /// <exception cref="TemplateException">A file is at fault, a part is missing, or a message has no Chinese version.</exception>
    public MessageTemplates(TemplateFiles files, IReadOnlyList<ITemplateLanguage> languages)
    {
        this.languages = languages;
        this.files = FileShelf.Of(files, languages);
        shelf = new(-1, this.files);
    }

    /// <summary>The templates that come with the program, in the language that every edition knows.</summary>
    public static MessageTemplates Embedded() => new(TemplateFiles.Embedded(), [new HandlebarsLanguage()]);

    /// <inheritdoc/>
    public long Stamp => shelf.Stamp;

    /// <inheritdoc/>
    public ImmutableArray<TemplateInForce> All =>
    [
        .. shelf.Templates.Values.Select(template => template.InForce)
            .OrderBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.Language, StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public TemplateInForce? Find(string template, string language) => shelf.Templates.GetValueOrDefault((template, language))?.InForce;

    /// <inheritdoc/>
    public bool IsCommercial(string template, string? language) => Closest(template, language).InForce.Content.IsCommercial;

    /// <inheritdoc/>
    public RenderedText Render(string template, string? language, IReadOnlyDictionary<string, FieldValue?> fields)
    {
        var found = Closest(template, language);
        return found.Message?.Render(found.InForce.Language, fields) ?? throw new TemplateException(found.InForce.Problem!);
    }

    /// <inheritdoc/>
    public RenderedText Render(TemplateContent draft, string language, IReadOnlyDictionary<string, FieldValue?> fields) =>
        (Read("draft", language, draft) ?? throw new TemplateException($"There is no template language {draft.TemplateLanguage}.")).Render(language, fields);

    /// <inheritdoc/>
    public TemplateCheck Check(string template, string language, TemplateContent content)
    {
        if (!content.IsCommercial && TemplateNames.IsAlwaysCommercial(template))
        {
            return new(new("commercial-required", $"The template {template} is always commercial.", "commercial"), []);
        }

        if (Read($"{template}/{language}", language, content) is not { } message)
        {
            return new(new("template-language-unknown", $"Templates are written in {string.Join(" or ", languages.Select(l => l.Name))}.", "templateLanguage"), []);
        }

        return message.Faults.IsEmpty ? Try(message, language, content.IsCommercial) : new(Invalid, message.Faults);
    }

    /// <inheritdoc/>
    public void Use(long stamp, IReadOnlyList<TemplateVersion> newest)
    {
        lock (refreshing)
        {
            if (stamp <= shelf.Stamp)
            {
                return;
            }

            var templates = files.ToDictionary();
            foreach (var version in newest)
            {
                var key = (version.Name, version.Language);
                if (Shelve(version, shelf.Templates.GetValueOrDefault(key)) is { } shelved)
                {
                    templates[key] = shelved;
                }
            }

            shelf = new(stamp, templates.ToFrozenDictionary());
        }
    }

    private ShelvedTemplate? Shelve(TemplateVersion version, ShelvedTemplate? known)
    {
        var file = files.GetValueOrDefault((version.Name, version.Language));
        if (version.Content is not { } content)
        {
            return file is null ? null : file with { InForce = file.InForce with { Version = version.Version } };
        }

        // Versions never change: what is compiled stays so.
        if (known?.InForce.Version == version.Version)
        {
            return known;
        }

        var name = $"{version.Name}/{version.Language} version {version.Version}";
        var message = Read(name, version.Language, content);
        var problem = message is null ? $"{name} is written in {content.TemplateLanguage}, which this edition does not read."
            : message.Faults is [var fault, ..] ? $"{name}, {fault.Part}: {fault.Said}"
            : null;
        return new(new(version.Name, version.Language, "saved", version.Version, file?.InForce.Content, content, problem), problem is null ? message : null);
    }

    /// <summary>Null: this edition does not know the template language.</summary>
    private CompiledMessage? Read(string name, string language, TemplateContent content)
    {
        var (parts, written) = (content.Parts, languages.FirstOrDefault(l => l.Name == content.TemplateLanguage));
        return written is null ? null : CompiledMessage.Of(part => written.Read(new(
            $"{name}/{part}", part, part switch { "subject" => parts.Subject, "text" => parts.Text, _ => parts.Html }, language, content.IsCommercial)));
    }

    /// <summary>What cannot be seen in the source shows when every field has a value.</summary>
    private static TemplateCheck Try(CompiledMessage message, string language, bool isCommercial)
    {
        if (isCommercial && message.WithoutUnsubscribe is { IsEmpty: false } missing)
        {
            return new(WithoutUnsubscribe, missing);
        }

        try
        {
            message.Render(language, MessageFields.Sample.ToDictionary());
            return new(null, []);
        }
        catch (TemplateException e)
        {
            return new(Invalid with { Message = e.Message, Field = "parts" }, []);
        }
    }

    private ShelvedTemplate Closest(string template, string? language)
    {
        var now = shelf;
        var known = TemplateNames.Closest(now.Languages[template], language);
        return now.Templates.GetValueOrDefault((template, known)) ?? throw new TemplateException($"There is no template {template}.");
    }

    private sealed record Shelf(long Stamp, FrozenDictionary<(string Name, string Language), ShelvedTemplate> Templates)
    {
        /// <summary>The languages of each template, in order.</summary>
        public ILookup<string, string> Languages { get; } =
            Templates.Keys.OrderBy(key => key.Language, StringComparer.Ordinal).ToLookup(key => key.Name, key => key.Language, StringComparer.Ordinal);
    }
}
