using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What a rule asks: a condition, or a group of them.</summary>
public abstract record Term
{
    /// <summary>Whether it holds.</summary>
    /// <param name="trailingYear">Look at the trailing year, whatever the policy's window is.</param>
    public abstract bool Holds(in Measures measures, bool trailingYear);

    /// <summary>Whether every one of some terms holds.</summary>
    public static bool AllHold(ImmutableArray<Term> terms, in Measures measures, bool trailingYear)
    {
        foreach (var term in terms)
        {
            if (!term.Holds(measures, trailingYear))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Every condition of some terms, also inside groups.</summary>
    public static IEnumerable<Condition> Conditions(ImmutableArray<Term> terms) => terms.SelectMany(term => term switch
    {
        AnyOf group => Conditions(group.Any),
        AllOf group => Conditions(group.All),
        _ => [(Condition)term],
    });
}

/// <summary>Holds when at least one of its terms does.</summary>
public sealed record AnyOf(ImmutableArray<Term> Any) : Term
{
    /// <inheritdoc/>
    public override bool Holds(in Measures measures, bool trailingYear)
    {
        foreach (var term in Any)
        {
            if (term.Holds(measures, trailingYear))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Holds when all of its terms do.</summary>
public sealed record AllOf(ImmutableArray<Term> All) : Term
{
    /// <inheritdoc/>
    public override bool Holds(in Measures measures, bool trailingYear) => AllHold(All, measures, trailingYear);
}
