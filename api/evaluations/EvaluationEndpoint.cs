using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Evaluations;

/// <summary>A judgement as people send it.</summary>
public sealed record EvaluationInput
{
    /// <summary>Who judges.</summary>
    public required string Evaluator { get; init; }

    /// <summary>0 to 100, at most 2 decimals.</summary>
    public required decimal Points { get; init; }

    /// <summary>Free text.</summary>
    public string? Note { get; init; }

    /// <summary>The day of the judgement; default today.</summary>
    public DateOnly? On { get; init; }
}

/// <summary>Records one evaluator's judgement; a later one of the same day replaces it.</summary>
public static class EvaluationEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapEvaluations(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/customers/{id}/evaluations", Post)
            .Produces<CommandAnswer>()
            .WithSummary("Records an evaluator's judgement; one per evaluator and day, a later one replaces it.");

    private static async Task<IResult> Post(EvaluationInput input, HttpContext http, ICustomers customers, IBusinessClock clock)
    {
        var id = http.Segment(1, "id");
        return Evaluation.TryCreate(input.Evaluator, input.Points, input.On, input.Note, clock.Today, out var evaluation) is { } refusal
            ? Problems.Problems.Of(refusal)
            : CommandAnswer.Of(await customers.Submit(id, new RecordEvaluation(clock.Today, evaluation, input.Note), http.Origin()));
    }
}
