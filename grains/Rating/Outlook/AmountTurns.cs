namespace Lifecycle.Grains;

/// <summary>
/// What one more posting of today makes of a customer, by its amount. Every measure moves in one direction with the amount, so a
/// condition can only turn where its measure becomes defined, meets the threshold, or leaves it; between such amounts nothing
/// changes, and at each of them the customer is rated.
/// </summary>
/// <param name="most">No larger amount is asked about, in cents.</param>
/// <param name="through">The last day on which the same amount does the same.</param>
internal sealed class AmountTurns(
    CustomerState customer, DateOnly day, PolicyBook policies, Lever lever, long most, DateOnly? through, CancellationToken ct)
{
    private readonly Policy policy = policies.InForceOn(day);

    /// <summary>The largest amount of a posting, in cents.</summary>
    public const long Most = 99_999_999_999_999;

    /// <summary>Every amount at which anything turns, the smallest first, and what it leads to.</summary>
    public IEnumerable<NearestChange> All() => most == 0
        ? []
        : Amounts().Select(cents => new NearestChange(lever, cents, day, through, Rater.Rate(With(cents), day, policy, policies).Class));

    private SortedSet<long> Amounts()
    {
        var amounts = new SortedSet<long> { 1 };
        var asked = policy.Document.Classes.SelectMany(rule => rule.Conditions.Select(c => (c.Measure, rule.TrailingYear, c.Threshold)))
            .Concat(policy.Document.Transitions.Items.SelectMany(entry => entry.Conditions.Select(c => (c.Measure, false, c.Threshold))))
            .Distinct();
        foreach (var (measure, trailingYear, threshold) in asked)
        {
            ct.ThrowIfCancellationRequested();
            AddTurns(amounts, cents => Rater.Measure(With(cents), day, policy).Value(measure, trailingYear), measure.IsAlwaysDefined(), threshold);
        }

        return amounts;
    }

    private void AddTurns(SortedSet<long> amounts, Func<long, Quantity> value, bool isDefined, decimal threshold)
    {
        var turn = isDefined ? 1 : FirstOf(1, cents => value(cents).IsDefined);
        while (turn is { } from)
        {
            amounts.Add(from);
            var side = value(from).CompareTo(threshold);
            turn = FirstOf(from, cents => value(cents).CompareTo(threshold) != side);
        }
    }

    /// <summary>The first amount from which on something is so; null: it never is.</summary>
    private long? FirstOf(long low, Predicate<long> isSo)
    {
        var high = most;
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

    private CustomerState With(long cents)
    {
        var kind = lever == Lever.Sale ? PostingKind.Shipment : PostingKind.Repayment;
        return customer with { Movements = customer.Movements.Plus(new("outlook", "", customer.Id, kind, cents, day, null)) };
    }
}
