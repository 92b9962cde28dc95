using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>Why the tier in force is another one than that by the points of the day, in plain sentences; none where it is the same.</summary>
internal static class TierSentences
{
    public static IEnumerable<string> Of(Rating rating, Tongue tongue)
    {
        var zh = tongue == Tongue.Chinese;
        var basis = rating.Basis;
        var day = basis.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        switch (basis.By)
        {
            case TierBy.Hand:
                yield return zh
                    ? $"等级由人工设定为 {basis.Tier} 级，至 {day} 止，理由：{basis.Reason}。"
                    : $"The tier is set by hand to {basis.Tier} until {day}: {basis.Reason}";
                break;
            case TierBy.Review:
                yield return zh ? $"{day} 评审的等级为 {basis.Tier} 级。" : $"The review of {day} made it tier {basis.Tier}.";
                break;
            case TierBy.Approval:
                yield return zh ? $"等级 {basis.Tier} 级，变更须经批准。" : $"Tier {basis.Tier} holds until another one is approved.";
                break;
            default:
                basis = basis with { Tier = rating.TierComputed };
                break;
        }

        var (byPoints, capped) = zh
            ? ($"按评分应为 {rating.TierComputed} 级", $"{rating.State} 状态最高为 {rating.Tier} 级")
            : ($"By its points it would be tier {rating.TierComputed}", $"in state {rating.State} it is never better than {rating.Tier}");
        if (basis.Tier != rating.Tier)
        {
            yield return zh ? $"{byPoints}；{capped}。" : $"{byPoints}; {capped}.";
        }
        else if (basis.Tier != rating.TierComputed)
        {
            yield return zh ? $"{byPoints}。" : $"{byPoints}.";
        }
    }
}
