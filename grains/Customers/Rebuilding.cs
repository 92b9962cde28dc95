namespace Lifecycle.Grains;

/// <summary>Makes a state that was lost anew, as the last commit left it.</summary>
public static class Rebuilding
{
    /// <summary>The refusal for a customer that is not put aside.</summary>
    public static Refusal NotQuarantined { get; } = new("quarantine-not-found", "This customer is not in quarantine.", "customerId");

    /// <summary>The refusal for one whose history does not give what was stored.</summary>
    public static Refusal Kept(string why) => new("quarantine-kept", $"The customer stays in quarantine: {why}.", "customerId");

    /// <summary>The state of a history, with the rating that the last commit stored.</summary>
    /// <param name="folded">Events and unreversed postings; what <see cref="Refold.Fold"/> gives.</param>
    /// <param name="policy">The version of the last rating.</param>
    /// <param name="compactionLimit">How many movements a state keeps.</param>
    public static CustomerState Of(
        CustomerState folded, long version, DateOnly ratedOn, DateOnly? nextReviewOn, Policy policy, PolicyBook policies, int compactionLimit) =>
        folded with
        {
            Version = version,
            Standing = Standing.Of(Rater.Rate(folded, ratedOn, policy, policies), nextReviewOn, folded.Profile),
            Movements = folded.Movements.Compact(folded.Profile, policies.LooksFrom(ratedOn), compactionLimit),
        };

    /// <summary>The state of a customer that is gone: its version, and what an import closed and might open again.</summary>
    /// <param name="latest">The last alert that is stored of every kind.</param>
    public static CustomerState Gone(string id, long version, IEnumerable<Alert> latest) =>
        new(id) { Version = version, Alerts = Alerts.Of(latest.Where(alert => !alert.Stands)) };
}
