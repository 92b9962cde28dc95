namespace Lifecycle.Grains;

/// <summary>
/// What one more posting of today makes of a customer, by its amount. Every measure moves in one direction with the amount, so a
/// condition can only turn where its measure becomes defined, meets the threshold, or leaves it; between such amounts nothing
/// changes, and at each of them the customer is rated.
/// </summary>
internal sealed class AmountTurns(CustomerState customer, DateOnly day, Policy policy, Lever lever)
{
    /// <summary>The largest amount of a posting, in cents.</summary>
    private const long Most = 99_999_999_999_999;

    private SortedDictionary<long, string>? turns;

    /// <summary>The smallest amount that leads to a class as asked for; null: none does.</summary>
    public NearestChange? First(Predicate<string> isMeant, DateOnly? through)
    {
        foreach (var (cents, @class) in turns ??= Find())
        {
            if (isMeant(@class))
            {
                return new(lever, cents, day, through, @class);
            }
        }

        return null;
    }

    private SortedDictionary<long, string> Find()
    {
        var amounts = new SortedSet<long> { 1 };
        foreach (var rule in policy.Document.Classes)
        {
            foreach (var condition in rule.All)
            {
                AddTurns(amounts, cents => With(cents).Measures.Value(condition.Measure, rule.TrailingYear), condition.Threshold);
            }
        }

        return new(amounts.ToDictionary(cents => cents, cents => With(cents).Class));
    }

    private static void AddTurns(SortedSet<long> amounts, Func<long, Quantity> value, decimal threshold)
    {
        var turn = FirstOf(1, cents => value(cents).IsDefined);
        while (turn is { } from)
        {
            amounts.Add(from);
            var side = value(from).CompareTo(threshold);
            turn = FirstOf(from, cents => value(cents).CompareTo(threshold) != side);
        }
    }

    /// <summary>The first amount from which on something is so; null: it never is.</summary>
    private static long? FirstOf(long low, Predicate<long> isSo)
    {
        var high = Most;
        if (!isSo(high))
        {
            return null;
        }

        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = isSo(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private Rating With(long cents)
    {
        var kind = lever == Lever.Sale ? PostingKind.Shipment : PostingKind.Repayment;
        var movements = customer.Movements.Plus(new("outlook", "", customer.Id, kind, cents, day, null));
        return Rater.Rate(customer with { Movements = movements }, day, policy);
    }
}
