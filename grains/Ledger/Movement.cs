namespace Lifecycle.Grains;

/// <summary>All postings of one day, kind and explicit due day, summed.</summary>
/// <param name="Cents">Σ amounts, in cents.</param>
/// <param name="Count">How many postings.</param>
public readonly record struct Movement(DateOnly Day, PostingKind Kind, DateOnly? Due, long Cents, int Count)
{
    /// <summary>The order in which movements are kept.</summary>
    public static int Compare(in Movement left, in Movement right)
    {
        var byDay = left.Day.CompareTo(right.Day);
        if (byDay != 0)
        {
            return byDay;
        }

        var byKind = left.Kind.CompareTo(right.Kind);
        return byKind != 0 ? byKind : Nullable.Compare(left.Due, right.Due);
    }
}
