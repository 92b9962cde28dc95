namespace Lifecycle.Grains;

/// <summary>Checks a stored customer against its own history.</summary>
public static class Refold
{
    /// <summary>The state that events and unreversed postings fold to; without a standing, which only a rating gives.</summary>
    /// <param name="recorded">Every recorded fact, oldest first.</param>
    /// <param name="alerts">The last that is stored of every kind: they depend on every rating there ever was, so their own history counts.</param>
    public static CustomerState Fold(
        string id, IReadOnlyCollection<RecordedFact> recorded, IEnumerable<Posting> unreversed, IEnumerable<Alert> alerts) =>
        Facts(id, RecordedFact.Standing(recorded)) with
        {
            // Whoever is asked about is there, even if it was an import since undone that registered it.
            IsRegistered = recorded.Any(fact => fact.Event is CustomerRegistered),
            Movements = Movements.Of(unreversed),
            Alerts = Alerts.Of(alerts),
        };

    /// <summary>What was known of a customer by the time that its history ends; null: nobody had registered it, or it was gone.</summary>
    /// <param name="recorded">The facts recorded by then, oldest first.</param>
    /// <param name="unreversed">The postings recorded and not reversed by then.</param>
    public static CustomerState? Known(string id, IReadOnlyCollection<RecordedFact> recorded, IEnumerable<Posting> unreversed)
    {
        var isRegistered = recorded.Aggregate(false, (was, fact) => fact.Event switch
        {
            CustomerRegistered => true,
            ImportUndone undone => was && !undone.IsGone,
            _ => was,
        });
        return isRegistered
            ? Facts(id, RecordedFact.Standing(recorded)) with { IsRegistered = true, Movements = Movements.Of(unreversed) }
            : null;
    }

    /// <summary>A version that comes into force before the next step day may have been published then, or later.</summary>
    private static bool IsNext(Standing standing, DateOnly? withoutPolicies, PolicyBook policies) =>
        standing.NextReviewOn == withoutPolicies
        || (standing.NextReviewOn is { } next && !(next > withoutPolicies) && policies.Published.Any(p => p.InForceFrom == next && next > standing.RatedOn));

    /// <summary>What facts say, and nothing else.</summary>
    internal static CustomerState Facts(string id, IEnumerable<RecordedFact> facts) =>
        facts.Select(fact => fact.Event).OfType<CustomerEvent>().Aggregate(new CustomerState(id), Customer.Evolve);

    /// <summary>What is stored differently from what the history says, or null.</summary>
    public static string? Difference(CustomerState stored, CustomerState folded, PolicyBook policies)
    {
        if (stored.Standing is not { } standing)
        {
            return "it was never rated";
        }

        if (policies.Find(standing.PolicyVersion) is not { } policy)
        {
            return $"it was rated by policy {standing.PolicyVersion}, which is not there";
        }

        var rated = Standing.Of(Rater.Rate(folded, standing.RatedOn, policy, policies), standing.NextReviewOn, folded.Profile);
        if (rated != standing)
        {
            return $"it is rated {standing.Class} {standing.ScoreHundredths}, its history says {rated.Class} {rated.ScoreHundredths}";
        }

        // The next step day belongs to the policies known when it was rated; compare it where they are still the ones in force.
        var review = Rater.Review(folded, standing.RatedOn, policies.KnownOn(standing.RatedOn));
        if (review.Rating.PolicyVersion == standing.PolicyVersion && !IsNext(standing, review.NextReviewOn, policies))
        {
            return $"its next review is {standing.NextReviewOn:yyyy-MM-dd}, its history says {review.NextReviewOn:yyyy-MM-dd}";
        }

        var expected = folded with
        {
            Version = stored.Version,
            Standing = standing,
            Movements = stored.Movements.Opening is { } opening
                ? folded.Movements.CompactThrough(folded.Profile, opening.Through)
                : folded.Movements,
        };
        return PackedState.Pack(expected).AsSpan().SequenceEqual(PackedState.Pack(stored)) ? null : "its stored state is not what its history folds to";
    }
}
