namespace Lifecycle.Grains;

/// <summary>评级: what one policy version makes of one customer on one day.</summary>
/// <param name="Class">State and class in force, e.g. <c>problem.pending</c>.</param>
/// <param name="Score">0 to 100, unrounded.</param>
/// <param name="TierPoints">0 to 100, unrounded.</param>
/// <param name="TierComputed">The tier by the points alone.</param>
/// <param name="Tier">The tier in force.</param>
public readonly record struct Rating(
    int PolicyVersion, Measures Measures, string Class, decimal Score, decimal TierPoints, int TierComputed, int Tier)
{
    /// <summary>Why <see cref="Tier"/> is what it is; by itself: the points of the day decide.</summary>
    public TierBasis Basis { get; init; }

    /// <summary>Why <see cref="Class"/> is not what the rules say; by itself: it is.</summary>
    public ClassBasis ClassBasis { get; init; }

    /// <summary>State and class that the rules say of the day, whatever a move must wait for.</summary>
    public string ClassComputed => ClassBasis.Computed ?? Class;

    /// <summary>The day it is as of.</summary>
    public DateOnly Day => Measures.Day;

    /// <summary>The state that the class belongs to.</summary>
    public string State => StateOf(Class);

    /// <summary>The score as it is shown and averaged: hundredths, half away from zero.</summary>
    public int ScoreHundredths => (int)decimal.Round(Score * 100m, MidpointRounding.AwayFromZero);

    /// <summary>The state that a class belongs to; one string for each state, however often it is asked for.</summary>
    public static string StateOf(string @class)
    {
        var dot = @class.IndexOf('.');
        var state = dot < 0 ? @class.AsSpan() : @class.AsSpan(0, dot);
        foreach (var known in States)
        {
            if (state.SequenceEqual(known))
            {
                return known;
            }
        }

        return state.ToString();
    }

    private static readonly string[] States = ["new", "mature", "deteriorating", "problem", "dormant"];
}
