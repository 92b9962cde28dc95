using System.Collections.Immutable;
using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>Finds which rule of an earlier policy a rule of a later one was.</summary>
internal static class RulePairs
{
    /// <summary>
    /// By place in the later policy: the place in the earlier one, or null for a rule that is new. The same rule first; then, of those
    /// left, the one of the same class that asks most of the same; then one of another class that asks exactly the same.
    /// </summary>
    public static int?[] Of(ImmutableArray<ClassRule> from, ImmutableArray<ClassRule> to, CancellationToken ct = default)
    {
        var (before, after) = (from.Select(Asked.Of).ToArray(), to.Select(Asked.Of).ToArray());
        var (pairs, left) = (new int?[to.Length], Enumerable.Range(0, from.Length).ToList());
        Match((old, now) => old.Rule.Class == now.Rule.Class && old.Rule.TrailingYear == now.Rule.TrailingYear && old.All == now.All ? 1 : 0);
        Match((old, now) => old.Rule.Class == now.Rule.Class ? 1 + old.Alike(now) : 0);
        Match((old, now) => !now.Rule.All.IsEmpty && old.All == now.All ? 1 : 0);
        return pairs;

        void Match(Func<Asked, Asked, int> alike)
        {
            for (var i = 0; i < to.Length; i++)
            {
                ct.ThrowIfCancellationRequested();
                if (pairs[i] is null && left.Select(old => (Old: old, Alike: alike(before[old], after[i]))).OrderByDescending(p => p.Alike).FirstOrDefault() is { Alike: > 0 } best)
                {
                    (pairs[i], _) = (best.Old, left.Remove(best.Old));
                }
            }
        }
    }

    /// <summary>The places of the later policy that need not have moved: the longest run of pairs that is in order on both sides.</summary>
    public static HashSet<int> InOrder(int?[] pairs)
    {
        var (length, before) = (new int[pairs.Length], new int[pairs.Length]);
        for (var i = 0; i < pairs.Length; i++)
        {
            (length[i], before[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (pairs[j] < pairs[i] && length[j] >= length[i])
                {
                    (length[i], before[i]) = (length[j] + 1, j);
                }
            }
        }

        var stayed = new HashSet<int>();
        for (var i = Enumerable.Range(0, pairs.Length).Where(i => pairs[i] is not null).OrderByDescending(i => length[i]).FirstOrDefault(-1); i >= 0; i = before[i])
        {
            stayed.Add(i);
        }

        return stayed;
    }

    /// <summary>The same for terms that ask the same.</summary>
    public static string Key(Term term) => term switch
    {
        AnyOf group => $"any({Keys(group.Any)})",
        AllOf group => $"all({Keys(group.All)})",
        Condition c => string.Create(CultureInfo.InvariantCulture, $"{c.Measure} {c.Operator} {c.Threshold:0.#########}"),
        _ => "",
    };

    private static string Keys(ImmutableArray<Term> terms) => string.Join("|", terms.Select(Key).Order(StringComparer.Ordinal));

    /// <summary>A rule with the keys of what it asks, made once.</summary>
    private sealed record Asked(ClassRule Rule, string All, string[] Conditions, Measure[] Measures)
    {
        public static Asked Of(ClassRule rule) =>
            new(rule, Keys(rule.All), [.. rule.Conditions.Select(Key).Distinct()], [.. rule.Conditions.Select(c => c.Measure).Distinct()]);

        /// <summary>Conditions in common count most, measures in common less.</summary>
        public int Alike(Asked other) => (100 * Conditions.Intersect(other.Conditions).Count()) + Measures.Intersect(other.Measures).Count();
    }
}
