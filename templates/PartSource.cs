using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>One part of a template, as it was written.</summary>
/// <param name="File">Its path or the like, for messages.</param>
/// <param name="Part">One of <see cref="All"/>.</param>
/// <param name="Language">Of the message.</param>
/// <param name="IsCommercial">Whether it may, and must, name where to unsubscribe.</param>
public sealed record PartSource(string File, string Part, string Text, string Language, bool IsCommercial)
{
    /// <summary>The longest part, in UTF-16 units.</summary>
    public const int Longest = 65_536;

    /// <summary>The longest text that a part may become, in UTF-16 units: a longer one is an error, never a text that ends somewhere.</summary>
    public const int LongestRendered = 500_000;

    /// <summary>The parts of every template.</summary>
    public static IReadOnlyList<string> All { get; } = ["subject", "text", "html"];

    /// <summary>Whether what is filled in is escaped for HTML.</summary>
    public bool IsHtml => Part == "html";

    /// <summary>In which words helpers write.</summary>
    public Tongue Tongue => TemplateNames.Primary(Language) == "zh" ? Tongue.Chinese : Tongue.English;
}
