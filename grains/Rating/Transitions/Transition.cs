using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What a move from one class to another must wait for.</summary>
/// <param name="From">A state, a class, or <see cref="Anything"/>.</param>
/// <param name="To">The same.</param>
/// <param name="AfterDays">So many days the customer has been in what it leaves: in the class where <paramref name="From"/> names
/// one, else in the state.</param>
/// <param name="All">Must hold as well on the day of the move; by the policy's window.</param>
public sealed record Transition(string From, string To, int AfterDays, ImmutableArray<Term> All)
{
    /// <summary>Every class.</summary>
    public const string Anything = "*";

    /// <summary>No move waits longer, in days: a series of classes is always followed further back than that.</summary>
    public const int MostDays = 1000;

    /// <summary>Every condition, also inside groups.</summary>
    public ImmutableArray<Condition> Conditions { get; } = [.. Term.Conditions(All)];

    /// <summary>Whether the days are counted in the class, not in the state.</summary>
    public bool CountsInClass => IsClass(From);

    /// <summary>Whether it is about this move. Moves within a state are meant only where a class is named.</summary>
    public bool IsAbout(string from, string to) =>
        Covers(From, from) && Covers(To, to) && (IsClass(From) || IsClass(To) || Rating.StateOf(from) != Rating.StateOf(to));

    /// <summary>Whether all of it holds.</summary>
    public bool Holds(in Measures measures) => Term.AllHold(All, measures, trailingYear: false);

    private static bool Covers(string name, string @class) => name == Anything || name == @class || name == Rating.StateOf(@class);

    internal static bool IsClass(string name) => name.Contains('.', StringComparison.Ordinal);
}
