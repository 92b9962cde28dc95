namespace Lifecycle.Grains;

/// <summary>What two policies promise otherwise, tier by tier.</summary>
internal static class ServiceDifference
{
    public static void Find(ServicePlans from, ServicePlans to, PolicyChanges changes)
    {
        for (var tier = 1; tier <= to.ByTier.Length; tier++)
        {
            var (at, what, before, after) = ($"/service/{tier}", changes.In($"Service of tier {tier}", $"{tier} 级服务"), from.Of(tier), to.Of(tier));
            if (!before.Promises.SequenceEqual(after.Promises))
            {
                var (said, saidNow) = (Say(before, changes), Say(after, changes));
                changes.Becomes($"{at}/promises", what, said, saidNow, said, saidNow);
            }

            changes.Compare(
                $"{at}/firstResponseHours", what, before.FirstResponseHours, after.FirstResponseHours,
                hours => changes.In($"first response in {hours} h", $"{hours} 小时内首次响应"));
            changes.Compare(
                $"{at}/visitEveryDays", what, before.VisitEveryDays, after.VisitEveryDays,
                days => days is null ? changes.In("no visits", "不定期回访") : changes.In($"a visit every {days} days", $"每 {days} 天回访"));
            changes.Compare(
                $"{at}/complaintSolvedInDays", what, before.ComplaintSolvedInDays, after.ComplaintSolvedInDays,
                days => changes.In($"a complaint solved in {days} days", $"{days} 天内解决投诉"));
        }
    }

    private static string Say(ServicePlan plan, PolicyChanges changes) => plan.Promises.IsEmpty
        ? changes.In("no promises", "无承诺")
        : string.Join(changes.In(", ", "、"), plan.Promises.Select(promise => $"“{promise}”"));
}
