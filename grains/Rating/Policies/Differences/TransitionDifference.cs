namespace Lifecycle.Grains;

/// <summary>What two policies say otherwise of moves between classes. Entries are matched by what they are about.</summary>
internal static class TransitionDifference
{
    public static void Find(Transitions from, Transitions to, PolicyChanges changes)
    {
        var left = Enumerable.Range(0, from.Items.Length).ToList();
        var pairs = to.Items.Select(entry => Take(entry)).ToArray();
        var stayed = RulePairs.InOrder(pairs);
        foreach (var (i, entry) in to.Items.Index())
        {
            var (at, what) = ($"/transitions/{i}", Name(i, entry, changes));
            if (pairs[i] is not { } before)
            {
                changes.Added(at, what, Say(entry, changes));
                continue;
            }

            if (!stayed.Contains(i))
            {
                changes.Moved(at, what, before + 1, i + 1);
            }

            changes.Compare($"{at}/afterDays", what, from.Items[before].AfterDays, entry.AfterDays, days => Days(days, changes));
            RuleDifference.Terms(from.Items[before].All, entry.All, $"/transitions/{before}/all", $"{at}/all", what, changes);
        }

        foreach (var i in left)
        {
            changes.Removed($"/transitions/{i}", Name(i, from.Items[i], changes), Say(from.Items[i], changes));
        }

        int? Take(Transition entry)
        {
            var at = left.FindIndex(old => (from.Items[old].From, from.Items[old].To) == (entry.From, entry.To));
            int? taken = at < 0 ? null : left[at];
            if (at >= 0)
            {
                left.RemoveAt(at);
            }

            return taken;
        }
    }

    private static string Name(int place, Transition entry, PolicyChanges changes) => changes.In(
        $"Move {place + 1}, {TransitionSentences.Move(entry, changes.Tongue)}", $"第 {place + 1} 条变动（{TransitionSentences.Move(entry, changes.Tongue).Trim()}）");

    private static string Say(Transition entry, PolicyChanges changes) => string.Join(
        changes.In(", ", "，"), entry.All.Select(term => TermWords.Say(term, changes.Tongue)).Prepend(Days(entry.AfterDays, changes)));

    private static string Days(int days, PolicyChanges changes) =>
        days == 0 ? changes.In("without waiting", "无须等待") : changes.In($"after {days} days", $"满 {days} 天");
}
