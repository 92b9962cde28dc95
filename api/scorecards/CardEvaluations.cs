using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Scorecards;

/// <summary>An evaluation that a card gave.</summary>
/// <param name="Status"><c>accepted</c>, or <c>duplicate</c> where it was there already.</param>
public sealed record CardEvaluation(string Evaluator, DateOnly On, decimal Points, string Status);

/// <summary>What was recorded.</summary>
/// <param name="Evaluations">One for each evaluator who counts.</param>
/// <param name="Rating">The customer afterwards; null where nothing was to be recorded.</param>
public sealed record CardEvaluationsAnswer(IReadOnlyList<CardEvaluation> Evaluations, RatingSummary? Rating);

/// <summary>Records what a card says of a customer as evaluations, so that the score counts it.</summary>
public static class CardEvaluations
{
    private static readonly Refusal NoEvaluation = new("scorecard-no-evaluation", "This card names no part whose value is an evaluation.", "name");

    /// <summary>Maps the endpoint.</summary>
    public static void MapCardEvaluations(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/customers/{id}/scorecards/{name}/evaluations", Post)
            .Produces<CardEvaluationsAnswer>()
            .WithSummary("Records each evaluator's latest answers as an evaluation of their day. Again, it changes nothing.");

    private static async Task<IResult> Post(
        HttpContext http, IScorecards cards, IJudgements judgements, ICustomers customers, IRequestKeys keys, IBusinessClock clock)
    {
        var (ct, name) = (http.RequestAborted, http.Segment(3, "name"));
        var key = RequestKeys.Of(http);
        if (key is not null && await keys.ClaimAsync(key, ct) is { } reused)
        {
            return Problems.Problems.Of(reused);
        }

        if (await judgements.Known(new(SubjectKind.Customer, http.Segment(1, "id")), ct) is not { } customer)
        {
            return Problems.Problems.Of(Customer.Unknown);
        }

        if (await judgements.Result(customer, name, ct) is not { } result)
        {
            return await cards.Find(name, version: null, ct) is null ? Problems.Problems.Of(Scorecard.Unknown) : Results.Ok(new CardEvaluationsAnswer([], null));
        }

        if (result.Card.Evaluation is null)
        {
            return Problems.Problems.Of(NoEvaluation);
        }

        var recorded = new List<CardEvaluation>();
        RatingSummary? rating = null;
        foreach (var evaluation in result.Evaluations)
        {
            var verdict = await customers.Submit(customer.Id, new RecordEvaluation(clock.Today, evaluation, Note: null), new(http.Actor()));
            if (verdict.Refusal is { } refusal)
            {
                return Problems.Problems.Of(refusal);
            }

            recorded.Add(new(evaluation.Evaluator, evaluation.On, evaluation.Points / 100m, verdict.Status.Word()));
            rating = verdict.Rated is { } rated ? RatingSummary.Of(rated.Id, rated.Standing) : rating;
        }

        return Results.Ok(new CardEvaluationsAnswer(recorded, rating));
    }
}
