using System.Globalization;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Policies.Simulations;

/// <summary>The simulations of a version, with their runs.</summary>
public static class SimulationList
{
    // Microseconds, exactly: what a cursor carries.
    private const string Created = "(extract(epoch FROM s.created_at) * 1000000)::bigint";

    /// <summary>Maps the endpoint.</summary>
    public static void MapSimulationList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/policies/{version}/simulations", List)
            .Produces<Page<SimulationResource>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("The simulations of a version that are kept, newest first, without their days.");

    private static async Task<IResult> List(
        string version, HttpRequest request, IPolicies policies, IPolicyDrafts drafts, NpgsqlDataSource database, CancellationToken ct)
    {
        var number = PolicyEndpoints.Number(version);
        var list = $"simulations:{number}";
        var page = PageRequest.Of(request, list);
        var rows = number is { } known ? await ReadAsync(known, page, database, ct) : [];
        if (rows.Count == 0)
        {
            // An empty list of an unknown version would be a lie.
            await TriedPolicy.FindAsync(number, "version", policies, drafts, ct);
        }

        return Results.Ok(Page<SimulationResource>.Of(rows, page.Limit, list));
    }

    private static async Task<List<(string[] Sort, SimulationResource Item)>> ReadAsync(
        int version, PageRequest page, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.Parameters.Add(new() { Value = version });
        command.CommandText = $"""
            SELECT {Created}, s.id, s.revision, s.against, s.against_revision, s.days, s.created_at,
                r.name, r.scope, r.status, r.actor, r.created_at, r.started_at, r.finished_at, r.processed, r.total, r.error
            FROM simulation s JOIN job_run r ON r.id = s.id
            WHERE s.version = $1{After(page.After, command)}
            ORDER BY {Created} DESC, s.id DESC LIMIT {page.Limit + 1}
            """;
        var rows = new List<(string[] Sort, SimulationResource Item)>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var id = row.GetGuid(1);
            var simulation = new Simulation(
                id, version, row.Maybe<long>(2), row.Maybe<int>(3), row.Maybe<long>(4), [.. row.GetFieldValue<DateOnly[]>(5)], row.Instant(6));
            var run = new StoredRun(
                id, row.GetString(7), row.Text(8), row.GetString(9), row.GetString(10), row.Instant(11), row.Maybe<DateTimeOffset>(12),
                row.Maybe<DateTimeOffset>(13), row.GetInt64(14), row.Maybe<long>(15), row.Text(16));
            rows.Add(([row.GetInt64(0).ToString(CultureInfo.InvariantCulture), id.ToString()], SimulationResource.Of(simulation, run)));
        }

        return rows;
    }

    private static string After(Cursor? after, NpgsqlCommand command)
    {
        if (after is null)
        {
            return "";
        }

        command.Parameters.Add(new() { Value = after.Number(0) });
        command.Parameters.Add(new() { Value = Guid.TryParse(after.Values.ElementAtOrDefault(1), out var id) ? id : throw Cursor.Invalid });
        return $" AND ({Created}, s.id) < ($2, $3)";
    }
}
