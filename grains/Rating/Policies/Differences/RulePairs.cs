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
    public static int?[] Of(ImmutableArray<ClassRule> from, ImmutableArray<ClassRule> to)
    {
        var (pairs, left) = (new int?[to.Length], Enumerable.Range(0, from.Length).ToList());
        Match((old, now) => old.Class == now.Class && old.TrailingYear == now.TrailingYear && AsksTheSame(old, now) ? 1 : 0);
        Match((old, now) => old.Class == now.Class ? 1 + Alike(old, now) : 0);
        Match((old, now) => !now.All.IsEmpty && AsksTheSame(old, now) ? 1 : 0);
        return pairs;

        void Match(Func<ClassRule, ClassRule, int> alike)
        {
            for (var i = 0; i < to.Length; i++)
            {
                if (pairs[i] is null && left.Select(old => (Old: old, Alike: alike(from[old], to[i]))).OrderByDescending(p => p.Alike).FirstOrDefault() is { Alike: > 0 } best)
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

    private static bool AsksTheSame(ClassRule one, ClassRule other) => Keys(one.All) == Keys(other.All);

    /// <summary>Conditions in common count most, measures in common less.</summary>
    private static int Alike(ClassRule one, ClassRule other) =>
        (100 * one.Conditions.Select(Key).Intersect(other.Conditions.Select(Key)).Count())
        + one.Conditions.Select(c => c.Measure).Intersect(other.Conditions.Select(c => c.Measure)).Count();
}
