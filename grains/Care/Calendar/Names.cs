namespace Lifecycle.Grains;

/// <summary>What an occasion is called in the languages that messages are written in.</summary>
public sealed record Names(string Chinese, string English)
{
    /// <summary>The name in the language of a tag such as <c>zh-CN</c>: English for English of any country, else Chinese.</summary>
    public string In(string? language) => IsEnglish(language) ? English : Chinese;

    internal static bool IsEnglish(string? language) =>
        language is not null && language.Split('-', '_')[0].Equals("en", StringComparison.OrdinalIgnoreCase);
}
