using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Requests;

/// <summary>The answer to a command on one customer.</summary>
/// <param name="Status"><c>accepted</c> or <c>duplicate</c>.</param>
/// <param name="Rating">The customer after the commit.</param>
public sealed record CommandAnswer(string Status, RatingSummary? Rating)
{
    /// <summary>What clients see of a verdict.</summary>
    public static IResult Of(Verdict verdict) => verdict.Refusal is { } refusal
        ? Problems.Problems.Of(refusal)
        : Results.Ok(new CommandAnswer(
            verdict.Status.Word(),
            verdict.Rated is { } rated ? RatingSummary.Of(rated.Id, rated.Standing) : null));
}

/// <summary>A rating without its reasons. Money in currency.</summary>
public sealed record RatingSummary(
    string CustomerId, DateOnly AsOf, int PolicyVersion, string State, string Class, decimal Score, int Tier, int TierComputed,
    decimal Sales, decimal Receivable, decimal Overdue, DateOnly? NextReviewOn)
{
    /// <summary>The last rating of a customer.</summary>
    public static RatingSummary Of(string customerId, Standing s) => new(
        customerId, s.RatedOn, s.PolicyVersion, s.State, s.Class, s.ScoreHundredths / 100m, s.Tier, s.TierComputed,
        Money.Amount(s.Sales), Money.Amount(s.Receivable), Money.Amount(s.Overdue), s.NextReviewOn);
}
