using System.Collections.Immutable;
using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>A rating told in plain sentences: what the customer is, which rule said so, why none before it did, and how the points add up.</summary>
public static class RatingSentences
{
    /// <summary>The sentences, in the order in which one would ask.</summary>
    public static ImmutableArray<string> Of(Rating rating, Explanation explanation, Tongue tongue)
    {
        var zh = tongue == Tongue.Chinese;
        var day = rating.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (score, points) = (Number(rating.ScoreHundredths / 100m), Number(decimal.Round(rating.TierPoints, 2, MidpointRounding.AwayFromZero)));
        var sentences = ImmutableArray.CreateBuilder<string>();
        sentences.Add(zh
            ? $"截至 {day}，按标准第 {rating.PolicyVersion} 版，该客户为{ClassWords.Say(rating.Class, tongue)}，综合评分 {score}，服务等级 {rating.Tier}。"
            : $"As of {day}, by version {rating.PolicyVersion} of the standard, the customer is {rating.Class}, score {score}, tier {rating.Tier}.");

        sentences.AddRange(TransitionSentences.Of(rating, tongue));

        var winner = explanation.Rules[^1];
        sentences.Add(winner.Conditions.IsEmpty
            ? zh ? $"第 {explanation.Rules.Length} 条{ClassWords.Say(winner.Class, tongue)}适用于其余所有客户。" : $"Rule {explanation.Rules.Length}, {winner.Class}, takes everybody who is left."
            : zh ? $"第 {explanation.Rules.Length} 条{ClassWords.Say(winner.Class, tongue)}成立：{string.Join("，", winner.Conditions.Select(c => TermWords.Say(c, tongue)))}。"
            : $"Rule {explanation.Rules.Length}, {winner.Class}, holds: {string.Join(", ", winner.Conditions.Select(c => TermWords.Say(c, tongue)))}.");
        for (var i = 0; i < explanation.Rules.Length - 1; i++)
        {
            var (rule, missed) = (explanation.Rules[i], TermWords.FirstMissed(explanation.Rules[i].Conditions));
            sentences.Add(zh
                ? $"第 {i + 1} 条{ClassWords.Say(rule.Class, tongue)}不成立：{TermWords.Miss(missed, tongue)}。"
                : $"Rule {i + 1}, {rule.Class}, does not hold: {TermWords.Miss(missed, tongue)}.");
        }

        sentences.Add(Sum(explanation.ScoreComponents, zh ? "综合评分" : "The score", score, tongue));
        sentences.Add(Sum(explanation.TierComponents, zh ? "等级评分" : "The tier points", points, tongue));
        sentences.AddRange(TierSentences.Of(rating, tongue));
        return sentences.ToImmutable();
    }

    /// <summary>A change that is near, in a sentence.</summary>
    public static string Of(NearestChange change, string @class, Tongue tongue)
    {
        var zh = tongue == Tongue.Chinese;
        var amount = change.Cents is { } cents ? MeasureWords.Money(cents / 100m) : "";
        var by = change.Through is { } through ? through.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
        return (change.Lever, zh) switch
        {
            (Lever.Repayment, true) => $"{By("最迟 {0} ", by)}回款 {amount}，由{ClassWords.Say(@class, tongue)}变为{ClassWords.Say(change.To, tongue)}。",
            (Lever.Repayment, false) => $"Repaying {amount}{By(" by {0}", by)} turns {@class} into {change.To}.",
            (Lever.Sale, true) => $"{By("最迟 {0} ", by)}发货 {amount}，由{ClassWords.Say(@class, tongue)}变为{ClassWords.Say(change.To, tongue)}。",
            (Lever.Sale, false) => $"A sale of {amount}{By(" by {0}", by)} turns {@class} into {change.To}.",
            (_, true) => $"若再无往来，{change.On:yyyy-MM-dd} 起由{ClassWords.Say(@class, tongue)}变为{ClassWords.Say(change.To, tongue)}。",
            _ => $"With nothing happening, {@class} turns into {change.To} on {change.On:yyyy-MM-dd}.",
        };

        static string By(string words, string? day) => day is null ? "" : string.Format(CultureInfo.InvariantCulture, words, day);
    }

    private static string Sum(ImmutableArray<ShownComponent> components, string what, string total, Tongue tongue)
    {
        var zh = tongue == Tongue.Chinese;
        var parts = components.Select(c => zh
            ? $"{c.Measure.Word(tongue)} {c.Measure.Say(c.Value, tongue)} 得 {Number(c.Points)} 分 × {Number(c.Weight * 100m)}% = {Number(c.Contribution)}"
            : $"{c.Measure.Word(tongue)} {c.Measure.Say(c.Value, tongue)} gives {Number(c.Points)} × {Number(c.Weight * 100m)} % = {Number(c.Contribution)}");
        return zh ? $"{what} {total}：{string.Join("；", parts)}。" : $"{what} {total}: {string.Join("; ", parts)}.";
    }

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
