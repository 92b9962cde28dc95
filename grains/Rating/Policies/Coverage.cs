using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Finds rules that can never win: they contradict themselves, or an earlier rule holds wherever they do.</summary>
internal static class Coverage
{
    // A group that would take the alternatives beyond this is left out: less is found then, and never what is not so.
    private const int MostAlternatives = 256;

    /// <summary>What is wrong with a rule, or null; null as well once the effort is spent.</summary>
    public static string? Fault(PolicyDocument document, int index, Effort effort)
    {
        if (effort.IsSpent)
        {
            return null;
        }

        var rule = document.Classes[index];
        var alternatives = Expand(rule.All).Select(all => Ranges(document, rule, all, effort)).OfType<Dictionary<(Measure, bool), MeasureRange>>().ToList();
        if (alternatives.Count == 0 && !effort.IsSpent)
        {
            return "The rule contradicts itself: no customer can meet all of its conditions.";
        }

        var earlier = document.Classes.Take(index).ToList();
        var covering = alternatives.Select(ranges => earlier.FindIndex(other => other.All.All(term => IsImplied(document, other, term, ranges, effort)))).Distinct().Order().ToList();
        return covering[0] < 0 || effort.IsSpent
            ? null
            : $"The rule can never win: wherever it holds, {string.Join(" or ", covering.Select(i => $"rule {i} ({earlier[i].Class})"))} holds before it.";
    }

    /// <summary>The alternatives, each a list of conditions, one of which holds wherever the terms do.</summary>
    private static List<ImmutableArray<Condition>> Expand(ImmutableArray<Term> all)
    {
        List<ImmutableArray<Condition>> expanded = [[]];
        foreach (var alternatives in all.Select(Alternatives).OrderBy(found => found.Count))
        {
            if (expanded.Count * alternatives.Count <= MostAlternatives)
            {
                expanded = [.. expanded.SelectMany(so => alternatives.Select(more => so.AddRange(more)))];
            }
        }

        return expanded;
    }

    private static List<ImmutableArray<Condition>> Alternatives(Term term) => term switch
    {
        AnyOf group => [.. group.Any.SelectMany(Alternatives)],
        AllOf group => Expand(group.All),
        _ => [[(Condition)term]],
    };

    /// <summary>The values that conditions leave to each measure; null: none to some.</summary>
    private static Dictionary<(Measure, bool), MeasureRange>? Ranges(PolicyDocument document, ClassRule rule, ImmutableArray<Condition> all, Effort effort)
    {
        effort.Spend(all.Length);
        var ranges = new Dictionary<(Measure, bool), MeasureRange>();
        foreach (var condition in all)
        {
            var key = Key(document, rule, condition.Measure);
            ranges[key] = ranges.GetValueOrDefault(key, MeasureRange.Of(condition.Measure)).With(condition);
        }

        return ranges.Values.Any(range => range.IsEmpty) ? null : ranges;
    }

    private static bool IsImplied(PolicyDocument document, ClassRule rule, Term term, Dictionary<(Measure, bool), MeasureRange> ranges, Effort effort) => !effort.Spend(1) ? false : term switch
    {
        AnyOf group => group.Any.Any(one => IsImplied(document, rule, one, ranges, effort)),
        AllOf group => group.All.All(one => IsImplied(document, rule, one, ranges, effort)),
        Condition condition when ranges.TryGetValue(Key(document, rule, condition.Measure), out var range) => range.Implies(condition),
        Condition condition => condition.Measure.IsAlwaysDefined() && MeasureRange.Of(condition.Measure).Implies(condition),
        _ => false,
    };

    // Two rules look at the same number unless only one of them looks at the trailing year, and it matters.
    private static (Measure, bool) Key(PolicyDocument document, ClassRule rule, Measure measure) =>
        (measure, rule.TrailingYear && document.Window.IsStatisticalYear && measure.DependsOnWindow());
}

/// <summary>The values that a measure may have: an interval without some points.</summary>
/// <param name="Low">Null: no bound.</param>
/// <param name="High">Null: no bound.</param>
internal sealed record MeasureRange(Measure Measure, decimal? Low, bool LowOpen, decimal? High, bool HighOpen, ImmutableHashSet<decimal> Without)
{
    /// <summary>Whatever the measure can be.</summary>
    public static MeasureRange Of(Measure measure) => new(
        measure, measure.Least(), false, measure.Unit() switch { MeasureUnit.Flag => 1m, MeasureUnit.Points => 100m, _ => null }, false, []);

    public bool IsEmpty => Low is { } low && High is { } high && (low > high || (low == high && (LowOpen || HighOpen)));

    /// <summary>With a condition more.</summary>
    public MeasureRange With(Condition condition)
    {
        var at = condition.Threshold;
        return condition.Operator switch
        {
            Comparison.Greater => Above(at, isOpen: true),
            Comparison.AtLeast => Above(at, isOpen: false),
            Comparison.Less => Below(at, isOpen: true),
            Comparison.AtMost => Below(at, isOpen: false),
            Comparison.Equal => Above(at, isOpen: false).Below(at, isOpen: false).Closed(),
            _ => (this with { Without = Without.Add(at) }).Closed(),
        };
    }

    /// <summary>Whether the condition holds for every value of the range.</summary>
    public bool Implies(Condition condition)
    {
        var at = condition.Threshold;
        return condition.Operator switch
        {
            Comparison.Greater => Low > at || (Low == at && LowOpen),
            Comparison.AtLeast => Low >= at,
            Comparison.Less => High < at || (High == at && HighOpen),
            Comparison.AtMost => High <= at,
            Comparison.Equal => Low == at && High == at,
            _ => With(new(Measure, Comparison.Equal, at)).IsEmpty || Without.Contains(at),
        };
    }

    private MeasureRange Above(decimal at, bool isOpen) =>
        (Low is not { } low || at > low || (at == low && isOpen) ? this with { Low = at, LowOpen = isOpen } : this).Closed();

    private MeasureRange Below(decimal at, bool isOpen) =>
        (High is not { } high || at < high || (at == high && isOpen) ? this with { High = at, HighOpen = isOpen } : this).Closed();

    /// <summary>Ends that are not values themselves moved to where values are: whole numbers are never between.</summary>
    private MeasureRange Closed()
    {
        var range = this;
        range = range.Low is { } low && Without.Contains(low) ? range with { LowOpen = true } : range;
        range = range.High is { } high && Without.Contains(high) ? range with { HighOpen = true } : range;
        if (!Measure.IsWhole())
        {
            return range;
        }

        var lowest = range.Low is { } l ? range.LowOpen ? decimal.Floor(l) + 1 : decimal.Ceiling(l) : (decimal?)null;
        var highest = range.High is { } h ? range.HighOpen ? decimal.Ceiling(h) - 1 : decimal.Floor(h) : (decimal?)null;
        var whole = range with { Low = lowest, LowOpen = false, High = highest, HighOpen = false };
        return whole.IsEmpty || (whole.Low == Low && whole.High == High) ? whole : whole.Closed();
    }
}
