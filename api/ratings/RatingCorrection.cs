using System.Text.Json;
using Lifecycle.Api.Requests;
using Lifecycle.Api.Timeline;
using Lifecycle.Grains;

namespace Lifecycle.Api.Ratings;

/// <summary>What has been corrected since a day: what the rating is by now, and what was recorded in between that reaches back.</summary>
/// <param name="Now">By what is known now; null: the customer is known no more.</param>
/// <param name="Count">How many corrections there are.</param>
/// <param name="Corrections">Newest first, at most 100, as in the timeline.</param>
public sealed record RatingCorrection(RatingOutcome Then, RatingOutcome? Now, long Count, IReadOnlyList<TimelineItem> Corrections)
{
    /// <summary>Beside the rating by what was known then.</summary>
    /// <param name="policy">By what is known now.</param>
    /// <param name="policies">Give the versions in force on earlier review days of tiers; null: the one policy does.</param>
    public static RatingCorrection Of(Hindsight twice, in Rating then, Policy policy, PolicyBook? policies) => new(
        RatingOutcome.Of(then), twice.Now is { } now ? RatingOutcome.Of(Rater.Rate(now, then.Day, policy, policies)) : null,
        twice.Count, [.. twice.Corrections.Select(Show)]);

    private static TimelineItem Show(Correction correction)
    {
        var (type, details) = correction switch
        {
            PostingCorrection posting => (posting.IsReversal ? "reversal" : "posting", FactDetails.OfPosting(posting.Posting)),
            FactCorrection { Fact: var fact } when EventCodec.Encode(fact) is { } stored => (stored.Type, FactDetails.Of(stored.Type, stored.Payload)),
            _ => throw new InvalidOperationException($"No words for {correction.GetType().Name}."),
        };
        return new(correction.RecordedAt, type, correction.Actor, JsonSerializer.SerializeToElement(details, JsonBodies.Options));
    }
}

/// <summary>What a rating comes to.</summary>
public sealed record RatingOutcome(int PolicyVersion, string State, string Class, decimal Score, int Tier, decimal Sales, decimal Receivable, decimal Overdue)
{
    /// <summary>From a rating.</summary>
    public static RatingOutcome Of(in Rating rating) => new(
        rating.PolicyVersion, rating.State, rating.Class, rating.ScoreHundredths / 100m, rating.Tier,
        Money.Amount(rating.Measures.InWindow.Current.Sales), Money.Amount(rating.Measures.Receivable), Money.Amount(rating.Measures.Overdue));
}
