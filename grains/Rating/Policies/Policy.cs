using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>评价标准: a published version of the standard. It never changes.</summary>
/// <param name="Version">1, 2, 3 …</param>
/// <param name="InForceFrom">Its first day.</param>
public sealed record Policy(int Version, DateOnly InForceFrom, PolicyDocument Document)
{
    /// <summary>
    /// The earliest day whose measures a rating as of <paramref name="day"/> or later looks at: that of the tier's review, or where
    /// a series of classes begins, which is always before.
    /// </summary>
    public DateOnly LooksFrom(DateOnly day) => Document.Transitions.IsEmpty ? Document.Tier.Review.LatestUpTo(day) : Transitions.BeginFor(day);
}

/// <summary>The content of a policy; read and checked by <see cref="PolicyReader"/>.</summary>
public sealed record PolicyDocument(
    string Name,
    Window Window,
    ImmutableArray<ClassRule> Classes,
    ImmutableArray<Component> Score,
    TierRules Tier,
    AlertThresholds Alerts,
    ServicePlans Service,
    Transitions Transitions)
{
    /// <summary>Every condition of every rule and of every transition.</summary>
    public IEnumerable<Condition> Conditions => Classes.SelectMany(rule => rule.Conditions).Concat(Transitions.Items.SelectMany(entry => entry.Conditions));

    /// <summary>Whether any rule leads to a class.</summary>
    public bool LeadsTo(string @class)
    {
        foreach (var rule in Classes)
        {
            if (rule.Class == @class)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>One row of the class table: the first whose conditions all hold wins.</summary>
/// <param name="Class">State and class, e.g. <c>mature.minor</c>.</param>
/// <param name="TrailingYear">Looks at the trailing year, whatever the policy's window is.</param>
/// <param name="All">Conditions and groups of them; none means always.</param>
public sealed record ClassRule(string Class, bool TrailingYear, ImmutableArray<Term> All)
{
    /// <summary>Every condition, also inside groups.</summary>
    public ImmutableArray<Condition> Conditions { get; } = [.. Term.Conditions(All)];

    /// <summary>Whether all of it holds.</summary>
    public bool Holds(in Measures measures) => Term.AllHold(All, measures, TrailingYear);
}

/// <summary>A measure compared with a threshold. On an undefined measure it is false.</summary>
/// <param name="Threshold">In the measure's unit; 1 and 0 for a flag.</param>
public sealed record Condition(Measure Measure, Comparison Operator, decimal Threshold) : Term
{
    /// <inheritdoc/>
    public override bool Holds(in Measures measures, bool trailingYear) => Holds(measures.Value(Measure, trailingYear));

    /// <summary>Whether it holds for this value.</summary>
    public bool Holds(Quantity value)
    {
        if (!value.IsDefined)
        {
            return false;
        }

        var order = value.CompareTo(Threshold);
        return Operator switch
        {
            Comparison.Greater => order > 0,
            Comparison.AtLeast => order >= 0,
            Comparison.Less => order < 0,
            Comparison.AtMost => order <= 0,
            Comparison.Equal => order == 0,
            _ => order != 0,
        };
    }
}

/// <summary>How a value stands to a threshold.</summary>
public enum Comparison
{
    /// <summary>&gt;</summary>
    Greater,
    /// <summary>&gt;=</summary>
    AtLeast,
    /// <summary>&lt;</summary>
    Less,
    /// <summary>&lt;=</summary>
    AtMost,
    /// <summary>=</summary>
    Equal,
    /// <summary>!=</summary>
    NotEqual,
}

/// <summary>One weighted part of a score: straight lines between the stops, flat outside.</summary>
/// <param name="Weight">A share of 1.</param>
public sealed record Component(Measure Measure, decimal Weight, ImmutableArray<Stop> Stops)
{
    /// <summary>The points of a value, 0 to 100; 0 for an undefined one.</summary>
    public decimal Points(Quantity value)
    {
        if (!value.IsDefined)
        {
            return 0m;
        }

        if (value.CompareTo(Stops[0].At) <= 0)
        {
            return Stops[0].Points;
        }

        for (var i = 1; i < Stops.Length; i++)
        {
            var (from, to) = (Stops[i - 1], Stops[i]);
            if (value.CompareTo(to.At) <= 0)
            {
                // One division, at the end: 28 digits for the whole line.
                var (above, denominator) = value.Above(from.At, to.At);
                return from.Points + (above * (to.Points - from.Points) / (denominator * (to.At - from.At)));
            }
        }

        return Stops[^1].Points;
    }
}

/// <summary>A value of the measure and its points.</summary>
public readonly record struct Stop(decimal At, decimal Points);

/// <summary>How tier points become a tier.</summary>
/// <param name="Thresholds">Points from which tiers 1, 2 and 3 begin, falling.</param>
/// <param name="Caps">By state: never better than this tier.</param>
/// <param name="Review">When tiers are reviewed.</param>
public sealed record TierRules(
    ImmutableArray<Component> Components, ImmutableArray<decimal> Thresholds, ImmutableDictionary<string, int> Caps, TierReview Review)
{
    /// <summary>The tier by the points alone, 1 (best) to 4.</summary>
    public int Of(decimal points)
    {
        var tier = 1;
        foreach (var threshold in Thresholds)
        {
            if (points >= threshold)
            {
                return tier;
            }

            tier++;
        }

        return tier;
    }

    /// <summary>The tier in force: in some states never better than a cap.</summary>
    public int Capped(int tier, string state) => Math.Max(tier, Caps.GetValueOrDefault(state, 1));
}

/// <summary>Thresholds of section 9.</summary>
/// <param name="OverdueDays">Days overdue at which the overdue alert opens and reopens.</param>
/// <param name="OrderGapMinimumDays">An order gap is never shorter than this.</param>
/// <param name="OrderGapFactor">Times the median interval.</param>
/// <param name="EscalateAfterDays">After so many days a high alert that nobody acknowledged is passed on.</param>
public sealed record AlertThresholds(ImmutableArray<int> OverdueDays, int OrderGapMinimumDays, decimal OrderGapFactor, int EscalateAfterDays)
{
    /// <summary>The first day on which the order gap is open, without a shipment until then; null when it has no median.</summary>
    public DateOnly? OrderGapOpens(in Measures measures)
    {
        if (measures is not { LastShipment: { } last, InWindow.MedianHalves: { } halves })
        {
            return null;
        }

        var longest = Math.Max(OrderGapMinimumDays, OrderGapFactor * halves / 2m);
        return last.AddDays((int)Math.Floor(longest) + 1);
    }
}
