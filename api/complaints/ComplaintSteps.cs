using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Complaints;

/// <summary>Who takes care of a complaint.</summary>
public sealed record AssignmentInput
{
    /// <summary>An employee's account.</summary>
    public required string Assignee { get; init; }

    /// <summary>For the assignee; it may name people, and is kept apart.</summary>
    public string? Note { get; init; }
}

/// <summary>What somebody says about a step of a complaint.</summary>
public sealed record ComplaintNoteInput
{
    /// <summary>How, or why; it may name people, and is kept apart.</summary>
    public string? Note { get; init; }
}

/// <summary>Takes a complaint from one step of its life to the next.</summary>
public static class ComplaintSteps
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapComplaintSteps(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/complaints/{id}/assign", Assign)
            .Produces<ComplaintAnswer>()
            .WithSummary("Names who takes care of an open complaint.");

        Map("solve", ComplaintStep.Solve, "The complaint is solved: its alert ends, and the customer may confirm it.");
        Map("confirm", ComplaintStep.Confirm, "The customer says that the complaint is solved: its end.");
        Map("reopen", ComplaintStep.Reopen, "The complaint is not solved after all. Its due day stays.");

        void Map(string word, ComplaintStep step, string summary) => routes
            .MapPost($"/complaints/{{id}}/{word}", async (HttpContext http, ICustomers customers, IBusinessClock clock, NpgsqlDataSource database) =>
                await Take(step, assignee: null, (await Bodies.ReadOrDefaultAsync<ComplaintNoteInput>(http)).Note, http, customers, clock, database))
            .Accepts<ComplaintNoteInput>(isOptional: true, "application/json")
            .Produces<ComplaintAnswer>()
            .WithSummary(summary);
    }

    private static Task<IResult> Assign(
        AssignmentInput input, HttpContext http, ICustomers customers, IBusinessClock clock, NpgsqlDataSource database) =>
        Take(ComplaintStep.Assign, input.Assignee, input.Note, http, customers, clock, database);

    private static async Task<IResult> Take(
        ComplaintStep step, string? assignee, string? note, HttpContext http, ICustomers customers, IBusinessClock clock, NpgsqlDataSource database)
    {
        if (await ComplaintEndpoints.FindAsync(http, database) is not { Item: var found })
        {
            return Problems.Problems.Of(Complaint.Unknown);
        }

        if (ChangeComplaint.TryCreate(found.Id, step, assignee, note, clock.Today, out var command) is { } unfit)
        {
            return Problems.Problems.Of(unfit);
        }

        var verdict = await customers.Submit(found.CustomerId, command, http.Origin());
        if (verdict.Refusal is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        var stored = await StoredComplaint.FindAsync(database, found.Id, http.RequestAborted);
        return Results.Ok(ComplaintAnswer.Of(verdict, await ComplaintEndpoints.ShowAsync(http, database, stored!)));
    }
}
