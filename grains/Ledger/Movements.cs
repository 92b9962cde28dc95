using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A customer's unreversed postings, summed by day, kind and explicit due day, in order; the oldest perhaps compacted.</summary>
/// <param name="Items">In the order of <see cref="Movement.Compare"/>, one per key.</param>
/// <param name="Opening">What was compacted away, or null while everything is here.</param>
public sealed record Movements(ImmutableArray<Movement> Items, Opening? Opening)
{
    /// <summary>No postings at all.</summary>
    public static Movements None { get; } = new([], null);

    /// <summary>The day of the first posting, opening balances among them; null: there is none.</summary>
    public DateOnly? FirstDay => Opening?.FirstDay ?? (Items is [var first, ..] ? first.Day : null);

    /// <summary>The sum of many postings, in any order.</summary>
    /// <exception cref="OverflowException">A sum leaves 64 bits.</exception>
    public static Movements Of(IEnumerable<Posting> postings)
    {
        var sums = postings
            .GroupBy(p => (p.OccurredOn, p.Kind, p.DueOn), (key, all) => (key, Cents: all.Sum(p => p.Cents), Count: all.Count()))
            .Select(g => new Movement(g.key.OccurredOn, g.key.Kind, g.key.DueOn, g.Cents, g.Count))
            .ToArray();
        Array.Sort(sums, static (a, b) => Movement.Compare(a, b));
        return new([.. sums], null);
    }

    /// <summary>Whether a change on <paramref name="day"/> needs what was compacted.</summary>
    public bool IsCompacted(DateOnly day) => Opening is not null && day <= Opening.Through;

    /// <summary>Whether a rating as of <paramref name="day"/> needs what was compacted: its prior window begins two years back.</summary>
    public bool CannotRate(DateOnly day) => IsCompacted(day.YearsBack(2).AddDays(1));

    /// <summary>With one posting more.</summary>
    public Movements Plus(Posting posting) => Add(posting, posting.Cents, 1);

    /// <summary>Without one posting that was added before.</summary>
    public Movements Minus(Posting posting) => Add(posting, -posting.Cents, -1);

    private Movements Add(Posting posting, long cents, int count)
    {
        var key = new Movement(posting.OccurredOn, posting.Kind, posting.DueOn, cents, count);
        var at = Search(key);
        if (at < 0)
        {
            return count > 0
                ? this with { Items = Items.Insert(~at, key) }
                : throw new InvalidOperationException("A posting was taken out that had never been put in.");
        }

        var sum = Items[at] with { Cents = Items[at].Cents + cents, Count = Items[at].Count + count };
        return this with { Items = sum.Count == 0 ? Items.RemoveAt(at) : Items.SetItem(at, sum) };
    }

    private int Search(in Movement key)
    {
        var (low, high) = (0, Items.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Movement.Compare(Items.ItemRef(middle), key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
