namespace Lifecycle.Grains;

/// <summary>Finds the nearest changes, exactly.</summary>
public static class Outlooks
{
    // As far as both windows reach: after that nothing is left to leave them.
    private const int SilentDays = 3 * 366;

    /// <summary>What is near for a customer as of a day.</summary>
    /// <exception cref="InvalidOperationException">The day looks back into what is compacted; ask <see cref="Movements.CannotRate"/> first.</exception>
    public static Outlook Of(CustomerState customer, DateOnly day, PolicyBook policies)
    {
        var (rating, nextReviewOn) = Rater.Review(customer, day, policies);
        var rank = StateRank.Of(rating.Class);
        var amounts = new[] { Lever.Repayment, Lever.Sale }.Select(lever => new AmountTurns(customer, day, policies.InForceOn(day), lever)).ToArray();
        return new(rating.Class, Near(found => StateRank.Of(found) > rank), Near(found => StateRank.Of(found) < rank));

        NearestChange[] Near(Predicate<string> isMeant) =>
        [
            .. amounts.Select(turns => turns.First(isMeant, through: nextReviewOn?.AddDays(-1))).OfType<NearestChange>(),
            .. Silence(customer, day, policies, isMeant),
        ];
    }

    /// <summary>From step day to step day: between them time changes nothing.</summary>
    private static IEnumerable<NearestChange> Silence(CustomerState customer, DateOnly day, PolicyBook policies, Predicate<string> isMeant)
    {
        var (next, last) = (Rater.Review(customer, day, policies).NextReviewOn, day.AddDays(SilentDays));
        while (next is { } step && step <= last)
        {
            (var rating, next) = Rater.Review(customer, step, policies);
            if (isMeant(rating.Class))
            {
                return [new(Lever.Silence, null, step, null, rating.Class)];
            }
        }

        return [];
    }
}
