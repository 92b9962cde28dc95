namespace Lifecycle.Templates;

/// <summary>What is fixed about the names of templates and their languages.</summary>
internal static class TemplateNames
{
    /// <summary>Every template is there in this language, for whoever has no other.</summary>
    public const string DefaultLanguage = "zh-CN";

    /// <summary>Whether a template advertises, whatever is said of it.</summary>
    public static bool IsAlwaysCommercial(string name) => name == "campaign";

    /// <summary>The language as it is wanted, else one of the same primary language (en for en-GB), else Chinese.</summary>
    public static string Closest(IEnumerable<string> languages, string? wanted)
    {
        var known = languages.Order(StringComparer.Ordinal).ToArray();
        return known.FirstOrDefault(language => language.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(language => Primary(language).Equals(wanted is null ? null : Primary(wanted), StringComparison.OrdinalIgnoreCase))
            ?? DefaultLanguage;
    }

    private static string Primary(string language) => language.Split('-')[0];
}
