using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>Why the class in force is not what the rules say, in plain sentences; none where it is.</summary>
internal static class TransitionSentences
{
    public static IEnumerable<string> Of(Rating rating, Tongue tongue)
    {
        var (zh, basis) = (tongue == Tongue.Chinese, rating.ClassBasis);
        if (!basis.Waits)
        {
            yield break;
        }

        yield return zh
            ? $"按规则应为{ClassWords.Say(rating.ClassComputed, tongue)}，但变动尚在等待。"
            : $"By the rules it would be {rating.ClassComputed}, but the move waits.";
        if (basis is not { Entry: { } entry })
        {
            yield break;
        }

        var move = Move(entry, tongue);
        if (basis.WaitsUntil is { } until)
        {
            yield return zh
                ? $"{move}须先满 {entry.AfterDays} 天，自 {Day(basis.Since)} 起计，最早 {Day(until)}。"
                : $"A move {move} takes {entry.AfterDays} days, counted from {Day(basis.Since)}: not before {Day(until)}.";
        }

        if (!entry.Holds(rating.Measures))
        {
            var missed = TermWords.Miss(TermWords.FirstMissed(Explanation.WaitsFor(rating)), tongue);
            yield return zh ? $"{move}的条件未满足：{missed}。" : $"A move {move} asks for more: {missed}.";
        }
    }

    /// <summary>What it is about: <c>from problem to mature</c>.</summary>
    internal static string Move(Transition entry, Tongue tongue) => tongue == Tongue.Chinese
        ? $"由{Name(entry.From)}变为{Name(entry.To)}"
        : $"from {(entry.From == Transition.Anything ? "anything" : entry.From)} to {(entry.To == Transition.Anything ? "anything" : entry.To)}";

    private static string Name(string name) => name switch
    {
        Transition.Anything => "任何分类",
        _ when Transition.IsClass(name) => ClassWords.Say(name, Tongue.Chinese),
        _ => $" {name} ",
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
