using System.Collections.Frozen;
using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>A template in one language, with what renders it; null: <see cref="TemplateInForce.Problem"/> says why nothing does.</summary>
internal sealed record ShelvedTemplate(TemplateInForce InForce, CompiledMessage? Message);

/// <summary>Reads the files of templates, once; whatever is wrong with them ends the start.</summary>
internal static class FileShelf
{
    public static FrozenDictionary<(string Name, string Language), ShelvedTemplate> Of(TemplateFiles files, IReadOnlyList<ITemplateLanguage> languages)
    {
        var shelf = files.Sources.Keys
            .Select(path => path.Split('/') is [var template, var language, var part] && languages.Any(l => part.EndsWith("." + l.Ending, StringComparison.Ordinal))
                ? (template, language)
                : throw new TemplateException($"{path} is not named template/language/part, with an ending of {string.Join(" or ", languages.Select(l => "." + l.Ending))}."))
            .Distinct()
            .ToFrozenDictionary(key => key, key => Read(key.template, key.language, files, languages));
        foreach (var (template, _) in shelf.Keys.Where(key => !shelf.ContainsKey((key.template, IMessageTemplates.DefaultLanguage))))
        {
            throw new TemplateException($"{template} has no version in {IMessageTemplates.DefaultLanguage}.");
        }

        return shelf;
    }

    private static ShelvedTemplate Read(string name, string language, TemplateFiles files, IReadOnlyList<ITemplateLanguage> languages)
    {
        var found = PartSource.All.ToDictionary(part => part, part => Find($"{name}/{language}/{part}", files, languages), StringComparer.Ordinal);

        // Files have no place to say that they are commercial; who tells where to unsubscribe is.
        var message = CompiledMessage.Of(part => found[part].Language.Read(new(found[part].Path, part, files.Sources[found[part].Path], language, IsCommercial: true)));
        var isCommercial = TemplateNames.IsAlwaysCommercial(name) || message.NamesUnsubscribe;
        var faults = isCommercial ? message.Faults.AddRange(message.WithoutUnsubscribe) : message.Faults;
        if (!faults.IsEmpty)
        {
            throw new TemplateException($"{found[faults[0].Part].Path}: {faults[0].Said}");
        }

        var written = found.Values.Select(part => part.Language.Name).Distinct().ToArray();
        var source = found.Values.Any(part => files.Own.Contains(part.Path)) ? "folder" : "file";
        var parts = new TemplateParts(files.Sources[found["subject"].Path], files.Sources[found["text"].Path], files.Sources[found["html"].Path]);
        var content = new TemplateContent(written.Length == 1 ? written[0] : "mixed", parts, isCommercial);
        return new(new(name, language, source, 0, content, content, Problem: null), message);
    }

    private static (string Path, ITemplateLanguage Language) Find(string part, TemplateFiles files, IReadOnlyList<ITemplateLanguage> languages) =>
        languages.Where(language => files.Sources.ContainsKey($"{part}.{language.Ending}")).ToList() switch
        {
            [var language] => ($"{part}.{language.Ending}", language),
            [] => throw new TemplateException($"{part}.{languages[0].Ending} is missing."),
            _ => throw new TemplateException($"{part} is there in several template languages."),
        };
}
