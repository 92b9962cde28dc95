using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Why a rating is what it is: a pure function of the policy version and the measures (section 6).</summary>
/// <param name="Rules">In order, down to the one that won.</param>
public sealed record Explanation(
    ImmutableArray<ShownMeasure> Measures,
    ImmutableArray<ShownRule> Rules,
    ImmutableArray<ShownComponent> ScoreComponents,
    ImmutableArray<ShownComponent> TierComponents)
{
    /// <summary>Explains what a policy makes of measures.</summary>
    public static Explanation Of(Policy policy, Measures measures)
    {
        var document = policy.Document;
        var winner = document.Classes.First(rule => rule.Holds(measures));
        return new(
            [.. MeasureInfo.All.Select(m => new ShownMeasure(m, Show(m, measures, trailingYear: false)))],
            [.. document.Classes.TakeWhile(rule => rule != winner).Append(winner).Select(rule => Show(rule, measures))],
            Show(document.Score, measures),
            Show(document.Tier.Components, measures));
    }

    /// <summary>What a move that waits asks for on its day, with the values that it met; empty where none waits.</summary>
    public static ImmutableArray<ShownTerm> WaitsFor(in Rating rating) =>
        rating.ClassBasis.Entry is { } entry ? Show(entry.All, rating.Measures, trailingYear: false) : [];

    private static ShownRule Show(ClassRule rule, Measures measures) =>
        new(rule.Class, rule.Holds(measures), Show(rule.All, measures, rule.TrailingYear));

    private static ImmutableArray<ShownTerm> Show(ImmutableArray<Term> terms, Measures measures, bool trailingYear) => [.. terms.Select<Term, ShownTerm>(term => term switch
    {
        AnyOf group => new ShownAnyOf(Show(group.Any, measures, trailingYear), group.Holds(measures, trailingYear)),
        AllOf group => new ShownAllOf(Show(group.All, measures, trailingYear), group.Holds(measures, trailingYear)),
        _ => Show((Condition)term, measures, trailingYear),
    })];

    private static ShownCondition Show(Condition condition, Measures measures, bool trailingYear) => new(
        condition.Measure,
        condition.Operator.Sign(),
        ShownThreshold(condition),
        Show(condition.Measure, measures, trailingYear),
        condition.Holds(measures, trailingYear))
    {
        Exact = measures.Value(condition.Measure, trailingYear),
    };

    /// <summary>A number, or a flag.</summary>
    internal static object ShownThreshold(Condition condition) =>
        condition.Measure.Unit() == MeasureUnit.Flag ? condition.Threshold == 1 : condition.Threshold;

    private static ImmutableArray<ShownComponent> Show(ImmutableArray<Component> components, Measures measures)
    {
        var points = components.Select(component => component.Points(measures.Value(component.Measure))).ToArray();
        var contributions = Contributions.Shown([.. components.Select((component, i) => points[i] * component.Weight)]);
        return [.. components.Select((component, i) => new ShownComponent(
            component.Measure, Show(component.Measure, measures, trailingYear: false), Round(points[i], 2), component.Weight, contributions[i]))];
    }

    /// <summary>A value as it is shown: money and points with 2 decimals, rates with 6, half away from zero; null when undefined.</summary>
    internal static object? Show(Measure measure, Measures measures, bool trailingYear)
    {
        if (measure == Measure.CustomerSince)
        {
            return measures.CustomerSince;
        }

        var value = measures.Value(measure, trailingYear);
        if (!value.IsDefined)
        {
            return null;
        }

        return measure.Unit() switch
        {
            MeasureUnit.Flag => value.CompareTo(0) != 0,
            MeasureUnit.Rate => Round(value.ToDecimal(), 6),
            MeasureUnit.Money or MeasureUnit.Points => Round(value.ToDecimal(), 2),
            _ => value.ToDecimal(),
        };
    }

    private static decimal Round(decimal value, int decimals) => decimal.Round(value, decimals, MidpointRounding.AwayFromZero);
}

/// <summary>A measure and its shown value: a number, a flag, a day, or null when undefined.</summary>
public sealed record ShownMeasure(Measure Measure, object? Value);

/// <summary>A rule and how it came out.</summary>
public sealed record ShownRule(string Class, bool Holds, ImmutableArray<ShownTerm> Conditions);

/// <summary>A component of a score: points of the value, times the weight.</summary>
/// <param name="Contribution">With 2 decimals; those of a score add up to it as it is shown, so that each may be off by less than 0.01.</param>
public sealed record ShownComponent(Measure Measure, object? Value, decimal Points, decimal Weight, decimal Contribution);
