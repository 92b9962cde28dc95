using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Jobs;

/// <summary>A job.</summary>
public sealed record JobResource(string Name, string Description);

/// <summary>A run of a job: long work as a resource.</summary>
public sealed record RunResource(
    Guid Id, string Job, string? Scope, string Status, long Processed, long? Total, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, string? Error, string Actor)
{
    /// <summary>From the stored run.</summary>
    public static RunResource Of(StoredRun run) => new(
        run.Id, run.Name, run.Scope, run.Status, run.Processed, run.Total, run.CreatedAt, run.StartedAt, run.FinishedAt, run.Error, run.Actor);
}

/// <summary>Jobs and their runs.</summary>
public static class JobEndpoints
{
    private static readonly Refusal UnknownRun = new("run-not-found", "There is no run with this id.", "id");

    /// <summary>Maps the endpoints.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs", (ISchedule schedule) => Results.Ok(new Page<JobResource>([.. schedule.Jobs.Select(j => new JobResource(j.Name, j.Description))], null)))
            .Produces<Page<JobResource>>()
            .WithSummary("The jobs there are.");

        routes.MapPost("/jobs/{name}/runs", Start)
            .Produces<RunResource>(StatusCodes.Status202Accepted)
            .WithQuery("scope")
            .WithSummary("Runs a job as soon as it is free; re-rate takes scope=due (default) or all.");

        routes.MapGet("/jobs/runs/{id}", async (Guid id, IJobRuns runs, CancellationToken ct) => await runs.Find(id, ct) is { } run
                ? Results.Ok(RunResource.Of(run))
                : Problems.Problems.Of(UnknownRun))
            .Produces<RunResource>()
            .WithSummary("A run: its status and progress.");

        routes.MapDelete("/jobs/runs/{id}", Cancel)
            .Produces<RunResource>()
            .WithSummary("Cancels a run; what it has done stays done.");
    }

    private static async Task<IResult> Start(string name, HttpContext http, ISchedule schedule, IJobRuns runs, IRequestKeys keys, TimeProvider time)
    {
        if (!schedule.Jobs.Any(j => j.Name == name))
        {
            return Problems.Problems.Of(new Refusal("job-not-found", "There is no job of this name.", "name"));
        }

        var scope = name == "re-rate" ? http.Request.Word("scope", "due", "all") : null;
        return await BeginAsync(name, scope, http, schedule, runs, keys, time);
    }

    /// <summary>Begins a run of a job. The run's id is kept with the request's key: said again, it is the same run.</summary>
    internal static async Task<IResult> BeginAsync(
        string name, string? scope, HttpContext http, ISchedule schedule, IJobRuns runs, IRequestKeys keys, TimeProvider time)
    {
        var ct = http.RequestAborted;
        var (id, reused) = await keys.NewIdAsync(http, time);
        if (reused is not null)
        {
            return Problems.Problems.Of(reused);
        }

        // Written down and triggered again: that changes nothing for a run that has begun, and is what one may lack whose
        // first request died half way.
        var run = await runs.Create(id, name, scope, http.Actor(), ct);
        await schedule.Trigger(name, run.Id, ct);
        return Results.Accepted($"/api/v1/jobs/runs/{run.Id}", RunResource.Of(run));
    }

    private static async Task<IResult> Cancel(Guid id, IJobRuns runs, CancellationToken ct)
    {
        var cancelled = await runs.Cancel(id, ct);
        return await runs.Find(id, ct) is not { } run
            ? Problems.Problems.Of(UnknownRun)
            : cancelled ? Results.Ok(RunResource.Of(run)) : Problems.Problems.Of(new Refusal("run-finished", "The run has ended already.", "id"));
    }
}
