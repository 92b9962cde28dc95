namespace Lifecycle.Grains;

/// <summary>
/// Which class is in force where a policy says how classes may change: a fold over the step days of the customer, each under the
/// version in force on it. Always computed anew from everything known, so that the order in which postings arrive never matters.
/// </summary>
public static class ClassInForce
{
    /// <summary>A rating by the rules of its day, with the class in force on it.</summary>
    /// <param name="policies">Give the versions of earlier days; null: <paramref name="policy"/> is asked about every day.</param>
    public static Rating Of(CustomerState customer, in Rating rating, Policy policy, PolicyBook? policies)
    {
        var document = policy.Document;
        if (document.Transitions.IsEmpty || Before(customer, rating.Day, policy, policies) is not { } before)
        {
            return rating;
        }

        var (held, basis) = before.After(rating.Class, rating.Measures, document);
        return basis.Waits
            ? rating with { Class = held.Class, ClassBasis = basis, Tier = document.Tier.Capped(rating.TierComputed, Rating.StateOf(held.Class)) }
            : rating;
    }

    /// <summary>The class in force up to a day; null: the series begins with the day. It begins with what the rules say.</summary>
    private static HeldClass? Before(CustomerState customer, DateOnly day, Policy policy, PolicyBook? policies)
    {
        HeldClass? held = null;
        var (begin, first) = (Transitions.BeginFor(day), customer.FirstDay(day) ?? day);
        for (DateOnly? next = first > begin ? first : begin; next is { } on && on < day;)
        {
            var inForce = policies?.InForceOn(on) ?? policy;
            var document = inForce.Document;
            using var settlement = Rater.Settle(customer, on);
            var measures = Rater.Measure(customer, on, inForce, settlement);
            var computed = Rater.ClassBy(document, measures);
            var (now, basis) = held?.After(computed, measures, document) ?? (new HeldClass(computed, on, on), default);
            held = now;
            next = StepDays.Next(customer, measures, settlement, document, policies);
            next = Days.EarliestAfter(Days.EarliestAfter(next, customer.NextOccurrence(on), on), basis.WaitsUntil, on);
        }

        return held;
    }
}
