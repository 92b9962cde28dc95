using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Which class rules are new, gone, moved or say something else.</summary>
internal static class RuleDifference
{
    public static void Find(ImmutableArray<ClassRule> from, ImmutableArray<ClassRule> to, PolicyChanges changes, CancellationToken ct)
    {
        var pairs = RulePairs.Of(from, to, ct);
        var stayed = RulePairs.InOrder(pairs);
        for (var i = 0; i < to.Length; i++)
        {
            ct.ThrowIfCancellationRequested();
            var (at, what) = ($"/classes/{i}", Name(i, to[i], changes));
            if (pairs[i] is not { } before)
            {
                changes.Added(at, what, Say(to[i], changes));
                continue;
            }

            if (!stayed.Contains(i))
            {
                changes.Moved(at, what, before + 1, i + 1);
            }

            changes.Compare($"{at}/class", what, from[before].Class, to[i].Class, @class => @class);
            changes.Compare(
                $"{at}/window", what, from[before].TrailingYear ? "trailingYear" : null, to[i].TrailingYear ? "trailingYear" : null,
                window => window is null ? changes.In("the policy's window", "标准的统计年") : changes.In("the trailing year", "最近一年"));
            Terms(from[before].All, to[i].All, $"/classes/{before}/all", $"{at}/all", what, changes);
        }

        foreach (var i in Enumerable.Range(0, from.Length).Where(i => !pairs.Contains(i)))
        {
            changes.Removed($"/classes/{i}", Name(i, from[i], changes), Say(from[i], changes));
        }
    }

    /// <summary>What is asked is compared without its order. What asks about the same measure has become the other.</summary>
    internal static void Terms(ImmutableArray<Term> from, ImmutableArray<Term> to, string was, string at, string what, PolicyChanges changes)
    {
        var before = from.Select((term, i) => (Term: term, Place: i, Key: RulePairs.Key(term))).ToList();
        var after = to.Select((term, i) => (Term: term, Place: i, Key: RulePairs.Key(term))).Where(now => !Take(before.FindIndex(old => old.Key == now.Key), out _)).ToList();
        foreach (var now in after)
        {
            if (!Take(before.FindIndex(old => IsOther(old.Term, now.Term)), out var old))
            {
                changes.Added($"{at}/{now.Place}", what, TermWords.Say(now.Term, changes.Tongue));
            }
            else if ((old, now.Term) is (Condition { } one, Condition { } other))
            {
                Condition(one, other, $"{at}/{now.Place}", what, changes);
            }
            else
            {
                var (said, saidNow) = (TermWords.Say(old!, changes.Tongue), TermWords.Say(now.Term, changes.Tongue));
                changes.Becomes($"{at}/{now.Place}", what, said, saidNow, said, saidNow);
            }
        }

        foreach (var gone in before)
        {
            changes.Removed($"{was}/{gone.Place}", what, TermWords.Say(gone.Term, changes.Tongue));
        }

        bool Take(int index, out Term? taken)
        {
            taken = index < 0 ? null : before[index].Term;
            if (index >= 0)
            {
                before.RemoveAt(index);
            }

            return index >= 0;
        }
    }

    private static void Condition(Condition before, Condition after, string at, string what, PolicyChanges changes)
    {
        var (said, saidNow) = (TermWords.Say(before, changes.Tongue), TermWords.Limit(after, changes.Tongue));
        if (before.Operator == after.Operator)
        {
            changes.Becomes($"{at}/threshold", what, said, saidNow, Explanation.ShownThreshold(before), Explanation.ShownThreshold(after));
        }
        else if (before.Threshold == after.Threshold)
        {
            changes.Becomes($"{at}/operator", what, said, saidNow, before.Operator.Sign(), after.Operator.Sign());
        }
        else
        {
            changes.Becomes(at, what, said, saidNow, TermWords.Limit(before, changes.Tongue), saidNow);
        }
    }

    private static bool IsOther(Term old, Term now) =>
        Term.Conditions([old]).Select(c => c.Measure).Intersect(Term.Conditions([now]).Select(c => c.Measure)).Any();

    private static string Name(int place, ClassRule rule, PolicyChanges changes) =>
        changes.In($"Rule {place + 1}, {rule.Class}", $"第 {place + 1} 条{ClassWords.Say(rule.Class, changes.Tongue).TrimEnd()}");

    private static string Say(ClassRule rule, PolicyChanges changes) => rule.All.IsEmpty
        ? changes.In("the rule for everybody who is left", "适用于其余所有客户")
        : string.Join(changes.In(", ", "，"), rule.All.Select(term => TermWords.Say(term, changes.Tongue)));
}
