using System.Globalization;
using System.Text.RegularExpressions;
using Lifecycle.Tests.Architecture;

namespace Lifecycle.Tests.Silo.Tour;

/// <summary>A block of the tour to copy, and what the README shows that it prints.</summary>
/// <param name="Script">For the shell, as it stands there.</param>
/// <param name="Shown">Null: it prints nothing.</param>
internal sealed record TourStep(string Script, ShownAnswer? Shown);

/// <summary>The tour as README.md tells it: its blocks in order, each with the answer below it.</summary>
internal sealed partial record ReadmeTour(DateOnly PrintedOn, IReadOnlyList<TourStep> Steps)
{
    /// <summary>Reads the README; a block that is neither shell nor an answer to one is a mistake in it.</summary>
    public static ReadmeTour Read()
    {
        var section = Section().Match(File.ReadAllText(Path.Combine(Source.Root, "README.md"))).Value;
        var steps = new List<TourStep>();
        foreach (Match block in Blocks().Matches(section))
        {
            var (language, text) = (block.Groups[1].Value, block.Groups[2].Value);
            if (language == "sh")
            {
                steps.Add(new(text, null));
                continue;
            }

            Assert.True(language is "json" or "text" && steps is [.., { Shown: null }], $"This answers no block of the tour:\n{text}");
            steps[^1] = steps[^1] with { Shown = new(text, Wrapped: language == "json") };
        }

        return new(DateOnly.Parse(PrintedOnDay().Match(section).Groups[1].Value, CultureInfo.InvariantCulture), steps);
    }

    [GeneratedRegex(@"^## A tour.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"printed on (\d{4}-\d\d-\d\d)")]
    private static partial Regex PrintedOnDay();
}
