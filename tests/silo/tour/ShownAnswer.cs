using System.Globalization;
using System.Text.RegularExpressions;

namespace Lifecycle.Tests.Silo.Tour;

/// <summary>An answer as the README shows it: <c>…</c> stands for anything, days are those of the day it was printed on.</summary>
/// <param name="Wrapped">Broken into lines for reading; the program prints none of these breaks.</param>
internal sealed partial record ShownAnswer(string Text, bool Wrapped)
{
    /// <summary>Whether this was printed, on a day so many days after the README's.</summary>
    public bool Matches(string printed, int daysLater)
    {
        var parts = Laid(Moved(daysLater)).Split('…').Select(Regex.Escape);
        return Regex.IsMatch(Laid(printed), $@"\A{string.Join(".*?", parts)}\z", RegexOptions.Singleline);
    }

    /// <summary>The text with every day moved.</summary>
    public string Moved(int daysLater) => Days().Replace(
        Text, day => DateOnly.Parse(day.Value, CultureInfo.InvariantCulture).AddDays(daysLater).ToString("O", CultureInfo.InvariantCulture));

    private string Laid(string text)
    {
        var lines = text.Trim().Split('\n').Select(line => Wrapped ? line.Trim() : line.TrimEnd());
        return string.Join(Wrapped ? "" : "\n", lines);
    }

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d\b")]
    private static partial Regex Days();
}
