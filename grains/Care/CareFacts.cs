using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Everything that a care decision about one customer depends on, as of one moment.</summary>
/// <param name="Zone">Whose clock and calendar the customer's messages keep to.</param>
/// <param name="Today">The business day.</param>
/// <param name="Decided">What was decided about this customer's contacts so far.</param>
public sealed record CareFacts(
    CustomerState Customer, Person Person, TimeZoneInfo Zone, DateOnly Today, IReadOnlyDictionary<CareKey, CareDecision> Decided)
{
    private int? overdueDays;

    /// <summary>The visit that the customer's service plan asks for next; null: none.</summary>
    public DueVisit? NextVisit { get; init; }

    /// <summary>Days since the oldest open debit was due; 0: nothing is overdue.</summary>
    public int OverdueDays => overdueDays ??= DaysOverdue();

    /// <summary>A contact by its number; null: it is gone.</summary>
    public Contact? Contact(int number) => Person.Contacts.FirstOrDefault(c => c.Id == number);

    private int DaysOverdue()
    {
        // Sorting out what is settled costs more than all the rest; whoever owes nothing has nothing overdue.
        if (Customer.Standing is not { Receivable: > 0 } and not { Overdue: > 0 })
        {
            return 0;
        }

        var oldest = Today.DayNumber;
        foreach (var debit in Settlement.Of(Customer.Movements, Customer.Profile, Today).Open)
        {
            oldest = Math.Min(oldest, debit.Due.DayNumber);
        }

        return Today.DayNumber - oldest;
    }
}
