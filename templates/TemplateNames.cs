using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>What is fixed about the names of templates and their languages.</summary>
internal static class TemplateNames
{
    /// <summary>Whether a template advertises, whatever is said of it.</summary>
    public static bool IsAlwaysCommercial(string name) => name == "campaign";

    /// <summary>The language as it is wanted, else one of the same primary language (en for en-GB), else Chinese.</summary>
    /// <param name="known">Those that there are, in order.</param>
    public static string Closest(IEnumerable<string> known, string? wanted) =>
        known.FirstOrDefault(language => language.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(language => Primary(language).Equals(wanted is null ? null : Primary(wanted), StringComparison.OrdinalIgnoreCase))
            ?? IMessageTemplates.DefaultLanguage;

    /// <summary>The language without its country.</summary>
    public static string Primary(string language) => language.Split('-')[0];
}
