using System.Buffers;

namespace Lifecycle.Grains;

/// <summary>
/// All credits up to a day settled against all debits up to that day, oldest due first (section 2, <c>overdue</c>).
/// Works in a rented buffer; dispose it.
/// </summary>
public readonly ref struct Settlement
{
    private readonly Debit[] buffer;

    private Settlement(Debit[] buffer, Span<Debit> open, long unapplied)
    {
        this.buffer = buffer;
        Open = open;
        Unapplied = unapplied;
    }

    /// <summary>What is open, in settlement order. Empty or <see cref="Unapplied"/> is 0.</summary>
    public ReadOnlySpan<Debit> Open { get; }

    /// <summary>Credit that found no debit, in cents.</summary>
    public long Unapplied { get; }

    /// <summary>Settles as of <paramref name="day"/>.</summary>
    public static Settlement Of(Movements movements, Profile terms, DateOnly day)
    {
        var opening = movements.Opening;
        var buffer = ArrayPool<Debit>.Shared.Rent(movements.Items.Length + (opening?.Debits.Length ?? 0));
        var count = 0;
        var credit = opening?.Unapplied ?? 0;
        foreach (var debit in opening?.Debits ?? [])
        {
            buffer[count++] = debit;
        }

        foreach (ref readonly var movement in movements.Items.AsSpan())
        {
            if (movement.Day > day)
            {
                break;
            }

            if (movement.Kind.IsDebit())
            {
                buffer[count++] = Debit.Of(movement, terms);
            }
            else
            {
                credit += movement.Cents;
            }
        }

        var open = Settle(buffer.AsSpan(0, count), credit, out var unapplied);
        return new(buffer, open, unapplied);
    }

    /// <summary>Applies credit to debits in settlement order, in place; what is open ends up as a suffix, which is returned.</summary>
    internal static Span<Debit> Settle(Span<Debit> debits, long credit, out long unapplied)
    {
        // Postings are kept by day, so that under one set of terms debits are in order already.
        if (!IsSorted(debits))
        {
            debits.Sort();
        }

        var settled = 0;
        while (settled < debits.Length && debits[settled].Cents <= credit)
        {
            credit -= debits[settled++].Cents;
        }

        var isOpen = settled < debits.Length;
        unapplied = isOpen ? 0 : credit;
        if (isOpen)
        {
            debits[settled] = debits[settled] with { Cents = debits[settled].Cents - credit };
        }

        return debits[settled..];
    }

    private static bool IsSorted(ReadOnlySpan<Debit> debits)
    {
        for (var i = 1; i < debits.Length; i++)
        {
            if (debits[i - 1].CompareTo(debits[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => ArrayPool<Debit>.Shared.Return(buffer);
}
