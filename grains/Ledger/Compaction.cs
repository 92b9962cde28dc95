using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Bounds the packed state: everything before both windows becomes an <see cref="Opening"/>.</summary>
public static class Compaction
{
    /// <summary>More movements than this are compacted, where their age allows it.</summary>
    public const int DefaultLimit = 512;

    /// <summary>
    /// Compacts what ratings on <paramref name="day"/> and later no longer look at one by one. Ratings of earlier days,
    /// backdated postings and other credit terms then need the ledger again (<see cref="Movements.IsCompacted"/>).
    /// </summary>
    public static Movements Compact(this Movements movements, Profile terms, DateOnly day, int limit = DefaultLimit)
    {
        var through = day.YearsBack(2);
        return movements.Items.Length <= limit || movements.Items[0].Day > through ? movements : movements.CompactThrough(terms, through);
    }

    /// <summary>Compacts everything up to a day.</summary>
    public static Movements CompactThrough(this Movements movements, Profile terms, DateOnly through)
    {
        var old = movements.Items.TakeWhile(m => m.Day <= through).ToArray();
        var before = movements.Opening;
        var debits = (before?.Debits ?? []).Concat(old.Where(m => m.Kind.IsDebit()).Select(m => Debit.Of(m, terms))).ToArray();
        var credit = (before?.Unapplied ?? 0) + old.Where(m => !m.Kind.IsDebit()).Sum(m => m.Cents);

        // A debit that comes later is due after `through`: it can never be settled before the ones due by then.
        var open = Settlement.Settle(debits.Where(d => d.Due <= through).ToArray(), credit, out var unapplied);
        var later = debits.Where(d => d.Due > through);
        var firstDay = before?.FirstDay ?? old[0].Day;

        return new Movements(
            movements.Items[old.Length..],
            new Opening(
                through,
                unapplied,
                [.. open, .. later.Order()],
                firstDay,
                before?.OpenedOnFirstDay ?? old.Any(m => m.Day == firstDay && m.Kind.IsOpening()),
                LastShipment(old) ?? before?.LastShipment));
    }

    private static DateOnly? LastShipment(Movement[] old)
    {
        var last = Array.FindLastIndex(old, m => m.Kind == PostingKind.Shipment);
        return last < 0 ? null : old[last].Day;
    }
}
