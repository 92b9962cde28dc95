using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>What two policies say otherwise about reviews of tiers. Documents may leave them out: every change points to the whole.</summary>
internal static class ReviewDifference
{
    private const string At = "/tier/review";

    public static void Find(TierReview from, TierReview to, PolicyChanges changes)
    {
        var what = changes.In("Review of tiers", "等级评审");
        changes.Compare(
            At, what, Written(from), Written(to), days => days is null ? changes.In("at every rating", "每次评级时") : changes.In($"on {days}", $"每年 {days}"));
        changes.Compare(
            At, what, from.ExpiresAfterDays, to.ExpiresAfterDays, days => days is null
                ? changes.In("a change takes effect at once", "变更立即生效")
                : changes.In($"a change waits for approval, {days} days at most", $"变更须经批准，最多等待 {days} 天"));
        changes.Compare(
            At, what, from.Role, to.Role, role => role is null
                ? changes.In("everybody who is signed in decides", "凡登录者均可决定")
                : changes.In($"the role {role} decides", $"由角色 {role} 决定"));
        changes.Compare(
            At, what, from.TellsCustomer, to.TellsCustomer, tells => tells
                ? changes.In("the customer is told", "告知客户")
                : changes.In("the customer is not told", "不告知客户"));
    }

    private static string? Written(TierReview review) => review.IsCalendar
        ? string.Join(", ", review.Days.Select(day => string.Create(CultureInfo.InvariantCulture, $"{day.Month:00}-{day.Day:00}")))
        : null;
}
