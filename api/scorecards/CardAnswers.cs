using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Scorecards;

/// <summary>Who is judged.</summary>
public sealed record CardSubjectInput
{
    /// <summary>A prospect that became a customer may still be named as a prospect.</summary>
    [AllowedValues("prospect", "customer")]
    public required string Kind { get; init; }

    /// <summary>The id of the prospect or customer.</summary>
    public required string Id { get; init; }
}

/// <summary>A filled-in card as people send it.</summary>
public sealed record CardAnswersInput
{
    /// <summary>Who is judged.</summary>
    public required CardSubjectInput Subject { get; init; }

    /// <summary>Who judges.</summary>
    public required string Evaluator { get; init; }

    /// <summary>The day of the judgement; default today.</summary>
    public DateOnly? On { get; init; }

    /// <summary>The version that the evaluator saw; another one than the current is refused.</summary>
    public int? Version { get; init; }

    /// <summary>By question: the name of an answer, or a number on a scale. What is left out is missing: the card is kept, not scored.</summary>
    public required JsonElement Answers { get; init; }
}

/// <summary>What became of a filled-in card.</summary>
/// <param name="Status"><c>accepted</c> or <c>duplicate</c>.</param>
/// <param name="Result">What the card says about the subject by now.</param>
public sealed record CardAnswersAnswer(string Status, CardSheetResource Sheet, CardResource Result);

/// <summary>Records answers to a scorecard.</summary>
public static class CardAnswers
{
    private const int MostBody = 1 << 18;

    private static readonly Refusal UnknownKind = new("invalid-value", "The kind is prospect or customer.", "subject/kind");

    /// <summary>Maps the endpoint.</summary>
    public static void MapCardAnswers(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/scorecards/{name}/answers", Post)
            .WithMetadata(new RequestSizeLimitAttribute(MostBody))
            .Produces<CardAnswersAnswer>()
            .WithSummary("Records an evaluator's answers about a prospect or a customer. Each evaluator's latest complete ones count.");

    private static async Task<IResult> Post(CardAnswersInput input, HttpContext http, IJudgements judgements, IBusinessClock clock)
    {
        SubjectKind? kind = input.Subject.Kind switch { "prospect" => SubjectKind.Prospect, "customer" => SubjectKind.Customer, _ => null };
        var on = input.On ?? clock.Today;
        var refusal = (kind is null ? UnknownKind : null)
            ?? Text.CheckId(input.Subject.Id, "subject/id")
            ?? CardSheet.Check(input.Evaluator, on, clock.Today);
        if (refusal is not null)
        {
            return Problems.Problems.Of(refusal);
        }

        var filled = new FilledCard(http.Segment(1, "name"), new(kind!.Value, input.Subject.Id), input.Evaluator, on, input.Version, input.Answers);
        var recorded = await judgements.Record(filled, http.Actor(), RequestKeys.Of(http), http.RequestAborted);
        return recorded switch
        {
            { Faults: { IsEmpty: false } faults } => Problems.Problems.Of(recorded.Refusal!, faults),
            { Refusal: { } refused } => Problems.Problems.Of(refused),
            { Subject: var subject, Sheet: var sheet, Result: var result } => Results.Ok(new CardAnswersAnswer(
                recorded.IsDuplicate ? "duplicate" : "accepted", CardSheetResource.Of(sheet!), CardResource.Of(subject!, result!))),
        };
    }
}
