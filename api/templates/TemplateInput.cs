using System.Text.RegularExpressions;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;

namespace Lifecycle.Api.Templates;

/// <summary>Who signs messages.</summary>
public sealed record TemplateSettings(string SenderName);

/// <summary>The parts of a template as somebody sends them: each at most 65 536 characters.</summary>
public sealed record TemplatePartsInput
{
    /// <summary>Becomes one line.</summary>
    public required string Subject { get; init; }

    /// <summary>The message as plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The message as HTML; what is filled in is escaped.</summary>
    public required string Html { get; init; }
}

/// <summary>A template as somebody saves it.</summary>
public sealed partial record TemplateInput
{
    /// <summary>The longest part, in UTF-16 units.</summary>
    public const int LongestPart = 65_536;

    /// <summary>Its source.</summary>
    public required TemplatePartsInput Parts { get; init; }

    /// <summary>Whether its messages advertise: then text and HTML must show <c>unsubscribeUrl</c>.</summary>
    public required bool Commercial { get; init; }

    /// <summary><c>handlebars</c>, or <c>scriban</c> in the cluster edition.</summary>
    public string TemplateLanguage { get; init; } = "handlebars";

    /// <summary>The template, with texts that can be stored.</summary>
    internal static TemplateContent Read(TemplatePartsInput parts, bool isCommercial, string templateLanguage)
    {
        var refusal = Text.CheckNote(parts.Subject, "parts/subject", LongestPart) ?? Text.CheckNote(parts.Text, "parts/text", LongestPart)
            ?? Text.CheckNote(parts.Html, "parts/html", LongestPart) ?? Text.CheckId(templateLanguage, "templateLanguage");
        return refusal is null
            ? new(templateLanguage, new(parts.Subject, parts.Text, parts.Html), isCommercial)
            : throw new RefusedException(refusal);
    }

    /// <summary>Refuses what cannot be the name of a template or the tag of a language.</summary>
    internal static void CheckNames(string name, string language)
    {
        if (!Name().IsMatch(name))
        {
            throw new RefusedException(new("template-name-invalid", "A name has small letters, digits and hyphens, begins with a letter, and is at most 50 long.", "name"));
        }

        if (!Language().IsMatch(language))
        {
            throw new RefusedException(new("language-invalid", "A language is a tag such as zh-CN or en.", "language"));
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,49}\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Language();
}
