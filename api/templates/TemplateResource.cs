using System.Globalization;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Templates;

/// <summary>A template in every language.</summary>
public sealed record TemplateItem(string Name, IReadOnlyList<TemplateItemLanguage> Languages);

/// <summary>A template in one language, without its parts.</summary>
/// <param name="Source"><c>saved</c>, <c>folder</c> (at least one part of it) or <c>file</c>.</param>
/// <param name="Version">The last saved version; 0: none ever.</param>
/// <param name="Problem">Why it cannot be rendered; else null.</param>
public sealed record TemplateItemLanguage(string Language, string Source, int Version, string TemplateLanguage, bool Commercial, string? Problem)
{
    internal static TemplateItemLanguage Of(TemplateInForce template) => new(
        template.Language, template.Source, template.Version, template.Content.TemplateLanguage, template.Content.IsCommercial, template.Problem);
}

/// <summary>A template in one language, as it is in force.</summary>
/// <param name="Source"><c>saved</c>, <c>folder</c> (at least one part of it) or <c>file</c>.</param>
/// <param name="Version">The last saved version; 0: none ever.</param>
/// <param name="TemplateLanguage"><c>handlebars</c> or <c>scriban</c>; <c>mixed</c> where files of both are parts.</param>
/// <param name="Problem">Why it cannot be rendered; else null.</param>
public sealed record TemplateResource(
    string Name, string Language, string Source, int Version, string TemplateLanguage, bool Commercial, TemplateParts Parts, string? Problem)
{
    /// <summary>A template, with what If-Match needs.</summary>
    internal static TemplateResource Show(TemplateInForce template, HttpContext http)
    {
        http.Response.Headers.ETag = TagOf(template.Version);
        return new(
            template.Name, template.Language, template.Source, template.Version, template.Content.TemplateLanguage, template.Content.IsCommercial,
            template.Content.Parts, template.Problem);
    }

    // One more than the version, since no ETag is 0.
    private static string TagOf(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version + 1}\"");
}

/// <summary>A saved version of a template, without its parts.</summary>
/// <param name="Source"><c>saved</c>, or <c>file</c>: from then on the file again.</param>
public sealed record TemplateVersionItem(int Version, string Source, string Author, DateTimeOffset SavedAt, string? TemplateLanguage, bool? Commercial)
{
    internal static TemplateVersionItem Of(TemplateVersion version) => new(
        version.Version, version.Content is null ? "file" : "saved", version.Author, version.SavedAt, version.Content?.TemplateLanguage,
        version.Content?.IsCommercial);
}

/// <summary>A saved version of a template.</summary>
/// <param name="Source"><c>saved</c>, or <c>file</c>: from then on the file again, and no parts.</param>
public sealed record TemplateVersionResource(
    int Version, string Source, string Author, DateTimeOffset SavedAt, string? TemplateLanguage, bool? Commercial, TemplateParts? Parts)
{
    internal static TemplateVersionResource Of(TemplateVersion version)
    {
        var item = TemplateVersionItem.Of(version);
        return new(item.Version, item.Source, item.Author, item.SavedAt, item.TemplateLanguage, item.Commercial, version.Content?.Parts);
    }
}
