namespace Lifecycle.Grains;

/// <summary>A class in force, and since when.</summary>
/// <param name="ClassSince">The day on which the customer came into the class.</param>
/// <param name="StateSince">The day on which it came into the state.</param>
internal readonly record struct HeldClass(string Class, DateOnly ClassSince, DateOnly StateSince)
{
    /// <summary>The class in force on the next day of the series, and why where it is not what the rules say.</summary>
    /// <param name="computed">What the rules say.</param>
    public (HeldClass Held, ClassBasis Basis) After(string computed, in Measures measures, PolicyDocument document)
    {
        if (computed == Class)
        {
            return (this, default);
        }

        // Nobody stays in a class that another version has done away with.
        if (document.LeadsTo(Class) && document.Transitions.Find(Class, computed) is { } entry)
        {
            var since = entry.CountsInClass ? ClassSince : StateSince;
            var until = since.AddDays(entry.AfterDays);
            if (until > measures.Day || !entry.Holds(measures))
            {
                return (this, new(computed, since, until > measures.Day ? until : null, entry));
            }
        }

        var isSameState = Rating.StateOf(computed) == Rating.StateOf(Class);
        return (new(computed, measures.Day, isSameState ? StateSince : measures.Day), default);
    }
}
