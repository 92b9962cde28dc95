namespace Lifecycle.Grains;

/// <summary>Finds the nearest changes, exactly.</summary>
public static class Outlooks
{
    /// <summary>So far ahead silence is followed, in days: three years, when both windows are past.</summary>
    public const int SilentDays = 3 * 366;

    /// <summary>What is near for a customer as of a day, with what was known up to it.</summary>
    /// <exception cref="InvalidOperationException">The day looks back into what is compacted; ask <see cref="Movements.CannotRate"/> first.</exception>
    public static Outlook Of(CustomerState customer, DateOnly day, PolicyBook policies, CancellationToken ct = default)
    {
        // Seen from a past day, what came after it is not there.
        var known = customer.Until(day);
        var (rating, nextReviewOn) = Rater.Review(known, day, policies);
        var (policy, rank, last) = (policies.InForceOn(day), StateRank.Of(rating.Class), nextReviewOn?.AddDays(-1));

        // The gap between shipments is another one on every day.
        var saleThrough = policy.Document.Conditions.Any(c => c.Measure == Measure.MedianInterval) ? day : last;
        NearestChange[] all =
        [
            .. new AmountTurns(known, day, policies, Lever.Repayment, Math.Max(rating.Measures.Receivable, 0), last, ct).All(),
            .. new AmountTurns(known, day, policies, Lever.Sale, AmountTurns.Most, saleThrough, ct).All(),
            .. Silence(known, nextReviewOn, day.AddDays(SilentDays), policies, ct),
        ];
        return new(rating.Class, First(found => found > rank), First(found => found < rank));

        NearestChange[] First(Predicate<int> isMeant) =>
            [.. all.Where(change => isMeant(StateRank.Of(change.To))).DistinctBy(change => change.Lever)];
    }

    /// <summary>From step day to step day: between them time changes nothing.</summary>
    private static IEnumerable<NearestChange> Silence(
        CustomerState customer, DateOnly? next, DateOnly last, PolicyBook policies, CancellationToken ct)
    {
        while (next is { } step && step <= last)
        {
            ct.ThrowIfCancellationRequested();
            (var rating, next) = Rater.Review(customer, step, policies);
            yield return new(Lever.Silence, null, step, null, rating.Class);
        }
    }
}
