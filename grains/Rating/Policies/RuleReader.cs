using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Reads the class rules of a policy document.</summary>
internal static class RuleReader
{
    /// <summary>So many groups may stand in each other.</summary>
    public const int MostDepth = 5;

    private static readonly Dictionary<string, Measure> MeasuresByName = MeasureInfo.All.ToDictionary(m => m.Name(), StringComparer.Ordinal);

    private static readonly Dictionary<string, Comparison> Operators = new(StringComparer.Ordinal)
    {
        [">"] = Comparison.Greater, [">="] = Comparison.AtLeast, ["<"] = Comparison.Less,
        ["<="] = Comparison.AtMost, ["="] = Comparison.Equal, ["!="] = Comparison.NotEqual,
    };

    /// <summary>The sign of a comparison in documents and explanations.</summary>
    public static string Sign(this Comparison comparison) => Operators.First(o => o.Value == comparison).Key;

    public static ImmutableArray<ClassRule> ReadClasses(DocumentNode node)
    {
        var rules = node.Items().Select(ReadRule).ToImmutableArray();
        if (rules.IsEmpty || !rules[^1].All.IsEmpty)
        {
            node.Fault("The last rule has no conditions, so that everybody is classified.");
        }

        return rules;
    }

    public static Measure ReadMeasure(DocumentNode node)
    {
        if (!MeasuresByName.TryGetValue(node.Text(), out var measure))
        {
            node.Fault("There is no such measure.");
        }

        return measure;
    }

    /// <summary>Conditions and groups of them.</summary>
    /// <param name="depth">In so many groups they stand.</param>
    public static ImmutableArray<Term> ReadTerms(DocumentNode node, int depth = 0)
    {
        if (depth == MostDepth + 1)
        {
            node.Fault($"At most {MostDepth} groups stand in each other.");
        }

        ImmutableArray<Term> terms = [.. node.Items().Select(item => ReadTerm(item, depth))];
        if (depth > 0 && terms.IsEmpty)
        {
            node.Fault("A group is not empty.");
        }

        return terms;
    }

    private static ClassRule ReadRule(DocumentNode node)
    {
        var name = node.Child("class");
        if (name.Text().Split('.') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            name.Fault("A class is written state.class.");
        }

        var window = node.MaybeChild("window");
        if (window is not null && window.Value.Text() != "trailingYear")
        {
            window.Value.Fault("A rule looks at the policy's window, or at the trailingYear.");
        }

        return new(name.Text(), window is not null, ReadTerms(node.Child("all")));
    }

    private static Term ReadTerm(DocumentNode node, int depth) =>
        node.MaybeChild("any") is { } any ? new AnyOf(ReadTerms(any, depth + 1))
        : node.MaybeChild("all") is { } all ? new AllOf(ReadTerms(all, depth + 1))
        : ReadCondition(node);

    private static Condition ReadCondition(DocumentNode node)
    {
        var measure = ReadMeasure(node.Child("measure"));
        var sign = node.Child("operator");
        if (!Operators.TryGetValue(sign.Text(), out var comparison))
        {
            sign.Fault($"The operator is one of {string.Join(' ', Operators.Keys)}.");
        }

        var threshold = node.Child("threshold");
        var value = measure.Unit() == MeasureUnit.Flag ? threshold.Flag() ? 1 : 0 : threshold.Number();
        if (measure.Unit() == MeasureUnit.Date)
        {
            node.Child("measure").Fault("A date cannot be compared with a threshold.");
        }

        if (measure.CountsDays() && (value != decimal.Floor(value) || value is < 0 or > 10_000))
        {
            threshold.Fault("Days are whole and lie between 0 and 10000.");
        }

        return new(measure, comparison, value);
    }
}
