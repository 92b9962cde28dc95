using System.Security.Cryptography;
using System.Text;

namespace Lifecycle.Grains;

/// <summary>
/// The words that a rule's messages are made of, as one text to be compared: for each template and language, in order, a line of
/// <c>name/language version digest</c>. The digest is there since a file changes without a version.
/// </summary>
public static class TemplateWords
{
    private const int DigestLength = 16;

    /// <summary>The words in force of the templates of a rule, of both variants and in every language.</summary>
    /// <param name="inForce">By name and language.</param>
    public static string Of(CareRule rule, IEnumerable<TemplateInForce> inForce)
    {
        var names = rule.Templates().ToHashSet(StringComparer.Ordinal);
        return string.Join('\n', inForce.Where(t => names.Contains(t.Name)).Select(t => $"{t.Name}/{t.Language} {t.Version} {Digest(t.Content)}"));
    }

    /// <summary>The templates of which one has other words than the other, as people read it.</summary>
    /// <param name="before">Null: nobody knows.</param>
    public static string Changed(string? before, string now)
    {
        var (old, current) = (Lines(before ?? ""), Lines(now));
        return string.Join(", ", old.Except(current).Union(current.Except(old)).Select(line => line.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    private static string[] Lines(string words) => words.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Digest(TemplateContent content)
    {
        var (said, parts) = ($"{content.TemplateLanguage} {content.IsCommercial}", content.Parts);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', said, parts.Subject, parts.Text, parts.Html))))[..DigestLength];
    }
}
