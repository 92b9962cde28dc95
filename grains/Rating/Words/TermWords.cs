using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Conditions and groups of them as people say them.</summary>
internal static class TermWords
{
    /// <summary>What is asked: <c>sales &lt; 20 000.00</c>.</summary>
    public static string Say(Term term, Tongue tongue) => term switch
    {
        AnyOf group => Either(group.Any.Select(t => Say(t, tongue)), tongue),
        AllOf group => Both(group.All.Select(t => Say(t, tongue)), tongue),
        Condition c => $"{c.Measure.Word(tongue)} {Limit(c, tongue)}",
        _ => "",
    };

    /// <summary>What is asked of the measure: <c>&lt; 20 000.00</c>.</summary>
    public static string Limit(Condition condition, Tongue tongue) =>
        $"{MeasureWords.Say(condition.Operator.Sign())} {condition.Measure.SayWhole(Explanation.ShownThreshold(condition), tongue)}";

    /// <summary>Why something holds: the values that it met. Of a group, the part that holds.</summary>
    public static string Say(ShownTerm term, Tongue tongue) => term switch
    {
        ShownAnyOf group => Either(group.Any.Where(t => t.Holds).Select(t => Say(t, tongue)), tongue),
        ShownAllOf group => Both(group.All.Select(t => Say(t, tongue)), tongue),
        _ => Say((ShownCondition)term, tongue),
    };

    /// <summary>Why something does not hold: the first condition that fails, and of a group of alternatives every one.</summary>
    public static string Miss(ShownTerm term, Tongue tongue) => term switch
    {
        ShownAnyOf group => string.Join(tongue == Tongue.Chinese ? "，且" : ", and ", group.Any.Select(t => Miss(t, tongue))),
        ShownAllOf group => Miss(FirstMissed(group.All), tongue),
        _ => Miss((ShownCondition)term, tongue),
    };

    /// <summary>The first that does not hold.</summary>
    public static ShownTerm FirstMissed(ImmutableArray<ShownTerm> terms) => terms.First(t => !t.Holds);

    private static string Say(ShownCondition condition, Tongue tongue) => condition.Threshold is bool
        ? $"{condition.Measure.Word(tongue)}: {condition.Measure.Say(condition.Value, tongue)}"
        : $"{condition.Measure.Word(tongue)} {ComparedWords.Value(condition, tongue)} {MeasureWords.Say(condition.Operator)} {ComparedWords.Threshold(condition, tongue)}";

    private static string Miss(ShownCondition condition, Tongue tongue)
    {
        var (what, value, threshold) = (condition.Measure.Word(tongue), ComparedWords.Value(condition, tongue), ComparedWords.Threshold(condition, tongue));
        var sign = MeasureWords.Say(condition.Operator);
        return (condition.Value, condition.Threshold, tongue) switch
        {
            (_, bool, Tongue.Chinese) or (null, _, Tongue.Chinese) => $"{what}为{value}",
            (_, bool, _) or (null, _, _) => $"{what} is {value}",
            (_, _, Tongue.Chinese) => $"{what} {value}，要求 {sign} {threshold}",
            _ => $"{what} is {value}, not {sign} {threshold}",
        };
    }

    private static string Either(IEnumerable<string> said, Tongue tongue) => said.ToArray() switch
    {
        [var only] => only,
        var many => $"({string.Join(tongue == Tongue.Chinese ? " 或 " : " or ", many)})",
    };

    private static string Both(IEnumerable<string> said, Tongue tongue) => string.Join(tongue == Tongue.Chinese ? " 且 " : " and ", said);
}
