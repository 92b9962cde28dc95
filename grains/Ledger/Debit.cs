namespace Lifecycle.Grains;

/// <summary>A debit, or what is open of it, with the day it is due.</summary>
/// <param name="IsRefund">A refund takes part in settlement but is never overdue.</param>
/// <param name="Cents">What is open, in cents.</param>
public readonly record struct Debit(DateOnly Due, DateOnly OccurredOn, bool IsRefund, long Cents) : IComparable<Debit>
{
    /// <summary>Settlement order: oldest due day first; ties: earlier occurrence, then refunds first.</summary>
    public int CompareTo(Debit other)
    {
        var byDue = Due.CompareTo(other.Due);
        var byDay = byDue != 0 ? byDue : OccurredOn.CompareTo(other.OccurredOn);
        var byRefund = byDay != 0 ? byDay : other.IsRefund.CompareTo(IsRefund);

        // Beyond the specification, so that the order is total and the same history is settled the same way every time.
        return byRefund != 0 ? byRefund : Cents.CompareTo(other.Cents);
    }

    /// <summary>Open and due before <paramref name="day"/>.</summary>
    public bool IsOverdue(DateOnly day) => !IsRefund && Due < day;

    /// <summary>A movement of a debit kind, due by its own day or by the terms in force on the day it occurred.</summary>
    public static Debit Of(in Movement movement, Profile terms)
    {
        var due = movement.Kind == PostingKind.Refund ? movement.Day : movement.Due ?? terms.DueOn(movement.Day);
        return new(due, movement.Day, movement.Kind == PostingKind.Refund, movement.Cents);
    }
}
