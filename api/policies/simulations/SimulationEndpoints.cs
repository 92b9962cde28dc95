using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Policies.Simulations;

/// <summary>What-if: a draft, or a published version, tried out on the whole portfolio. Long work, run as the job <c>simulate</c>.</summary>
public static class SimulationEndpoints
{
    private static readonly Refusal TooMany = new("overloaded", "As many simulations as may wait are waiting.");

    private static readonly Refusal Ended = new("run-finished", "The simulation has ended already.", "id");

    /// <summary>The refusal for a simulation that there is not, or not any more.</summary>
    internal static Refusal Unknown { get; } = new("simulation-not-found", "There is no such simulation of this version; the last ones are kept.", "id");

    /// <summary>Maps the endpoints.</summary>
    public static void MapSimulations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/policies/{version}/simulate", Post)
            .Produces<SimulationResource>(StatusCodes.Status202Accepted)
            .WithSummary("Simulates a version on a day, or on the month ends of a span: what it would change if it were in force.");

        routes.MapGet("/policies/{version}/simulations/{id}", Get)
            .Produces<SimulationResource>()
            .WithQuery(Query.Word("by", "What the matrix shows.", "state", "class", "tier"))
            .WithSummary("A simulation: how far it is, and what it found.");

        routes.MapDelete("/policies/{version}/simulations/{id}", Cancel)
            .Produces<SimulationResource>()
            .WithSummary("Cancels a simulation that has not ended.");
    }

    /// <summary>The simulation that an address names, or null.</summary>
    internal static async Task<Simulation?> FindAsync(string version, Guid id, ISimulations simulations, CancellationToken ct) =>
        await simulations.Find(id, ct) is { } found && found.Version == PolicyEndpoints.Number(version) ? found : null;

    private static async Task<IResult> Post(
        string version, SimulationInput input, HttpContext http, IPolicies policies, IPolicyDrafts drafts, ISimulations simulations, IJobRuns runs,
        ISchedule schedule, IRequestKeys keys, IBusinessClock clock, TimeProvider time, CancellationToken ct)
    {
        var key = RequestKeys.Of(http);
        if (key is not null && await keys.ClaimAsync(key, ct) is { } reused)
        {
            return Problems.Problems.Of(reused);
        }

        // Said again, it is the same simulation, whatever became of the draft.
        if (key is not null && await simulations.Asked(key, ct) is { } known)
        {
            return await BeginAsync(known, runs, schedule, ct);
        }

        var tried = await TriedPolicy.FindAsync(PolicyEndpoints.Number(version), "version", policies, drafts, ct);
        var against = input.Against is { } other ? await TriedPolicy.FindAsync(other, "against", policies, drafts, ct) : null;
        var (days, refusal) = SimulatedDays.Of(input.AsOf, input.From, input.To, clock.Today);
        if (refusal is not null)
        {
            return Problems.Problems.Of(refusal);
        }

        if (tried.Faults() is { Count: > 0 } faults)
        {
            return DraftEndpoints.Invalid(faults);
        }

        if (against?.Faults() is { Count: > 0 })
        {
            return Problems.Problems.Of(PolicyPublishing.Invalid with { Field = "against" });
        }

        var simulation = new Simulation(
            Guid.CreateVersion7(time.GetUtcNow()), tried.Version, tried.Revision, against?.Version, against?.Revision, days, clock.Now);
        return await simulations.Create(simulation, tried.Json, against?.Json, http.Actor(), key, ct) is { } created
            ? await BeginAsync(created, runs, schedule, ct)
            : Problems.Problems.Of(TooMany);
    }

    /// <summary>Triggered again, that changes nothing for a run that has begun.</summary>
    private static async Task<IResult> BeginAsync(Simulation simulation, IJobRuns runs, ISchedule schedule, CancellationToken ct)
    {
        var run = (await runs.Find(simulation.Id, ct))!; // written down with it, and never deleted
        await schedule.Trigger(Simulation.Job, run.Id, ct);
        return Results.Accepted($"/api/v1/policies/{simulation.Version}/simulations/{simulation.Id}", SimulationResource.Of(simulation, run));
    }

    private static async Task<IResult> Get(
        string version, Guid id, HttpRequest request, ISimulations simulations, IJobRuns runs, CancellationToken ct)
    {
        var by = request.Word("by", "state", "class", "tier");
        return await FindAsync(version, id, simulations, ct) is { } simulation && await runs.Find(id, ct) is { } run
            ? Results.Ok(SimulationResource.Of(simulation, run).With(await simulations.Result(id, ct), by))
            : Problems.Problems.Of(Unknown);
    }

    private static async Task<IResult> Cancel(string version, Guid id, ISimulations simulations, IJobRuns runs, CancellationToken ct)
    {
        if (await FindAsync(version, id, simulations, ct) is not { } simulation)
        {
            return Problems.Problems.Of(Unknown);
        }

        var cancelled = await runs.Cancel(id, ct);
        return await runs.Find(id, ct) is not { } run ? Problems.Problems.Of(Unknown)
            : cancelled ? Results.Ok(SimulationResource.Of(simulation, run))
            : Problems.Problems.Of(Ended);
    }
}
