using System.Globalization;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Tasks;

/// <summary>What came of a task.</summary>
public sealed record TaskOutcomeInput
{
    /// <summary>The day on which it was done; default today.</summary>
    public DateOnly? On { get; init; }

    /// <summary>What it cost, in currency; default what was planned.</summary>
    public decimal? Cost { get; init; }

    /// <summary>It may name people, and is kept apart.</summary>
    public string? Note { get; init; }
}

/// <summary>The answer to what was done about a task.</summary>
/// <param name="Status"><c>accepted</c> or <c>duplicate</c>.</param>
public sealed record TaskAnswer(string Status, TaskItem Task);

/// <summary>One task: read, done, cancelled.</summary>
public static class TaskEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tasks/{id}", Get)
            .Produces<TaskItem>()
            .WithSummary("A to-do of an account manager.");

        routes.MapPost("/tasks/{id}/done", Done)
            .Accepts<TaskOutcomeInput>(isOptional: true, "application/json")
            .Produces<TaskAnswer>()
            .WithSummary("The task was done. What it cost is recorded, even where its budget has less left.");

        routes.MapPost("/tasks/{id}/cancel", Cancel)
            .Produces<TaskAnswer>()
            .WithSummary("The task is not to be done any more: its budget has its cost back.");
    }

    private static async Task<IResult> Get(HttpContext http, NpgsqlDataSource database) =>
        IdOf(http) is { } id && await ShowAsync(id, http, database) is { } task
            ? Results.Ok(task)
            : Problems.Problems.Of(StoredTask.Unknown);

    private static async Task<IResult> Done(HttpContext http, ICareTasks tasks, IBusinessClock clock, NpgsqlDataSource database)
    {
        var input = await Bodies.ReadOrDefaultAsync<TaskOutcomeInput>(http);
        if (TaskOutcome.TryCreate(input.On, input.Cost, input.Note, clock.Today, out var outcome) is { } unfit)
        {
            return Problems.Problems.Of(unfit);
        }

        return IdOf(http) is { } id
            ? await AnswerAsync(await tasks.Finish(id, outcome, http.Origin(), http.RequestAborted), http, database)
            : Problems.Problems.Of(StoredTask.Unknown);
    }

    private static async Task<IResult> Cancel(HttpContext http, ICareTasks tasks, NpgsqlDataSource database) =>
        IdOf(http) is { } id
            ? await AnswerAsync(await tasks.Cancel(id, http.Origin(), http.RequestAborted), http, database)
            : Problems.Problems.Of(StoredTask.Unknown);

    private static async Task<IResult> AnswerAsync(TaskChange change, HttpContext http, NpgsqlDataSource database)
    {
        if (change.Refusal is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        var status = change.IsDuplicate ? VerdictStatus.Duplicate : VerdictStatus.Accepted;
        return Results.Ok(new TaskAnswer(status.Word(), (await ShowAsync(change.Task!.Id, http, database))!));
    }

    private static async Task<TaskItem?> ShowAsync(long id, HttpContext http, NpgsqlDataSource database)
    {
        if (await TaskItem.FindAsync(database, id, http.RequestAborted) is not { } found)
        {
            return null;
        }

        http.Response.Headers.ETag = $"\"{found.Version}\"";
        return found.Item;
    }

    private static long? IdOf(HttpContext http) =>
        long.TryParse(http.Segment(1, "id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
