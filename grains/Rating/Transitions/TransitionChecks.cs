using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What transitions must be before they may be published: about classes that there are, and none in vain.</summary>
internal static class TransitionChecks
{
    /// <summary>Every fault, each with a JSON pointer to where it stands.</summary>
    public static IEnumerable<DocumentFault> Find(PolicyDocument document)
    {
        ImmutableArray<string> classes = [.. document.Classes.Select(rule => rule.Class).Distinct()];
        var known = classes.Concat(classes.Select(Rating.StateOf)).Append(Transition.Anything).ToHashSet(StringComparer.Ordinal);
        var entries = document.Transitions.Items;
        DocumentFault[] unknown =
        [
            .. entries.SelectMany((entry, i) => new[] { (Name: entry.From, Pointer: $"/transitions/{i}/from"), (Name: entry.To, Pointer: $"/transitions/{i}/to") })
                .Where(end => !known.Contains(end.Name))
                .Select(end => new DocumentFault(end.Pointer, "No rule leads to this state or class; * is any.")),
        ];

        // What covers what is only worth asking of names that are known.
        return unknown.Length > 0 ? unknown : InVain(document.Transitions, classes);
    }

    /// <summary>Every move asked for its entry: those that no move asks for.</summary>
    private static IEnumerable<DocumentFault> InVain(Transitions transitions, ImmutableArray<string> classes)
    {
        var used = classes.SelectMany(from => classes.Where(to => to != from).Select(to => transitions.Find(from, to)))
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return transitions.Items.Index().Where(entry => !used.Contains(entry.Item)).Select(entry => new DocumentFault(
            $"/transitions/{entry.Index}",
            "The entry can never count: earlier ones take every move from and to what it names, or there is none. Within a state a class must be named."));
    }
}
