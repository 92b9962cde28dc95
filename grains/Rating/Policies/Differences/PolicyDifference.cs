using System.Collections.Immutable;
using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>What one policy says otherwise than another, in words. What only stands in another order, and means the same, is no change.</summary>
public static class PolicyDifference
{
    private const string TrailingYear = "trailingYear";

    /// <summary>Every change on the way from one document to another, in the order of the document.</summary>
    public static IReadOnlyList<PolicyChange> Of(PolicyDocument from, PolicyDocument to, Tongue tongue, CancellationToken ct = default)
    {
        var changes = new PolicyChanges(tongue);
        changes.Compare("/name", changes.In("Name", "名称"), from.Name, to.Name, name => $"“{name}”");
        changes.Compare("/window", changes.In("Window", "统计年"), Written(from.Window), Written(to.Window), window => Say(window, changes));
        RuleDifference.Find(from.Classes, to.Classes, changes, ct);
        Components("/score", changes.In("Score", "综合评分"), from.Score, to.Score, changes);
        Tiers(from.Tier, to.Tier, changes);
        Alerts(from.Alerts, to.Alerts, changes);
        ServiceDifference.Find(from.Service, to.Service, changes);
        TransitionDifference.Find(from.Transitions, to.Transitions, changes);
        return changes.Found;
    }

    private static void Components(string pointer, string what, ImmutableArray<Component> from, ImmutableArray<Component> to, PolicyChanges changes)
    {
        // Validation lets nothing be scored twice; where a draft does, the last is meant by its measure and its place.
        var (before, after) = (Keyed(from), Keyed(to));
        foreach (var (key, (component, i)) in after)
        {
            var (place, name) = ($"{pointer}/{i}", $"{what}, {component.Measure.Word(changes.Tongue)}");
            if (!before.TryGetValue(key, out var old))
            {
                changes.Added(place, what, Say(component, changes));
                continue;
            }

            changes.Compare($"{place}/weight", name, old.Component.Weight, component.Weight, weight => changes.In("weight ", "权重 ") + Percent(weight));
            changes.Compare($"{place}/stops", name, Say(old.Component, old.Component.Stops, changes), Say(component, component.Stops, changes), said => said);
        }

        foreach (var (_, (component, i)) in before.Where(gone => !after.ContainsKey(gone.Key)))
        {
            changes.Removed($"{pointer}/{i}", what, Say(component, changes));
        }
    }

    private static Dictionary<(Measure, int), (Component Component, int Place)> Keyed(ImmutableArray<Component> components) => components
        .Select((component, i) => (component, i))
        .GroupBy(c => c.component.Measure)
        .SelectMany(same => same.Select((c, n) => (Key: (same.Key, n), c)))
        .ToDictionary(c => c.Key, c => c.c);

    private static void Tiers(TierRules from, TierRules to, PolicyChanges changes)
    {
        Components("/tier/components", changes.In("Tier points", "等级评分"), from.Components, to.Components, changes);
        for (var i = 0; i < to.Thresholds.Length; i++)
        {
            changes.Compare(
                $"/tier/thresholds/{i}", changes.In($"Tier {i + 1}", $"等级 {i + 1}"), from.Thresholds[i], to.Thresholds[i],
                points => changes.In($"from {Number(points)} points", $"{Number(points)} 分起"));
        }

        foreach (var state in from.Caps.Keys.Union(to.Caps.Keys).Order(StringComparer.Ordinal))
        {
            changes.Compare(
                $"/tier/caps/{DocumentNode.Escaped(state)}", changes.In($"State {state}", $"{state} 状态"), Cap(from, state), Cap(to, state),
                cap => cap is null ? changes.In("any tier", "不限等级") : changes.In($"tier {cap} at best", $"最高 {cap} 级"));
        }

        ReviewDifference.Find(from.Review, to.Review, changes);
    }

    private static int? Cap(TierRules tier, string state) => tier.Caps.TryGetValue(state, out var cap) ? cap : null;

    private static void Alerts(AlertThresholds from, AlertThresholds to, PolicyChanges changes)
    {
        var gap = changes.In("Order gap", "订货间隔预警");
        changes.Compare(
            "/alerts/overdueDays", changes.In("Overdue alerts", "逾期预警"), string.Join(", ", from.OverdueDays), string.Join(", ", to.OverdueDays),
            days => days.Length == 0 ? changes.In("none", "无") : changes.In($"after {days} days", $"{days} 天"));
        changes.Compare("/alerts/orderGap/minimumDays", gap, from.OrderGapMinimumDays, to.OrderGapMinimumDays, days => changes.In($"at least {days} days", $"至少 {days} 天"));
        changes.Compare("/alerts/orderGap/factor", gap, from.OrderGapFactor, to.OrderGapFactor, factor => changes.In($"{Number(factor)} times the median interval", $"间隔中位数的 {Number(factor)} 倍"));
        changes.Compare(
            "/alerts/escalateAfterDays", changes.In("A high alert that nobody acknowledged", "无人确认的高级预警"), from.EscalateAfterDays, to.EscalateAfterDays,
            days => changes.In($"passed on after {days} days", $"{days} 天后上报"));
    }

    private static string Say(Component component, PolicyChanges changes) =>
        $"{component.Measure.Word(changes.Tongue)} ({Percent(component.Weight)}; {Say(component, component.Stops, changes)})";

    private static string Say(Component component, ImmutableArray<Stop> stops, PolicyChanges changes) => string.Join(
        ", ", stops.Select(stop => $"{component.Measure.SayWhole(stop.At, changes.Tongue)} → {Number(stop.Points)}"));

    private static string Say(string window, PolicyChanges changes) => window == TrailingYear
        ? changes.In("trailing year", "最近一年")
        : changes.In($"statistical year from {window}", $"统计年度，自 {window} 起");

    private static string Written(Window window) => window.IsStatisticalYear
        ? string.Create(CultureInfo.InvariantCulture, $"{window.StartMonth:00}-{window.StartDay:00}")
        : TrailingYear;

    private static string Percent(decimal share) => Number(share * 100m) + " %";

    private static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
