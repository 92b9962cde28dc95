using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>How classes may change: the first entry that is about a move counts, and a move that none is about is free.</summary>
public sealed record Transitions(ImmutableArray<Transition> Items)
{
    // More than a move may wait, and few enough days to walk through.
    private const int Years = 3;

    /// <summary>What a document means that does not say it: every move is free.</summary>
    public static Transitions None { get; } = new(ImmutableArray<Transition>.Empty);

    /// <summary>Whether every move is free: the class in force is the one that the rules say.</summary>
    public bool IsEmpty => Items.IsEmpty;

    /// <summary>The first entry about a move; null: it is free.</summary>
    public Transition? Find(string from, string to)
    {
        foreach (var entry in Items)
        {
            if (entry.IsAbout(from, to))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>No series of classes that leads to a day begins earlier: three years before the begin of its year.</summary>
    public static DateOnly BeginFor(DateOnly day) => new(day.Year - Years, 1, 1);

    /// <summary>The first day after a day whose series begins elsewhere; null where there is no series.</summary>
    public DateOnly? NextBegin(DateOnly day) => IsEmpty ? null : new(day.Year + 1, 1, 1);
}
