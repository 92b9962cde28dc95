using System.Globalization;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Jobs;

/// <summary>The history of runs, newest first.</summary>
public static class RunHistory
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRunHistory(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/jobs/runs", List)
            .Produces<Page<RunResource>>()
            .WithQuery("limit", "after", "job")
            .WithSummary("Runs of all jobs or of one, newest first.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var page = PageRequest.Of(request, "runs");
        await using var command = database.CreateCommand("""
            SELECT id, name, scope, status, processed, total, created_at, started_at, finished_at, error, actor,
                (extract(epoch FROM created_at) * 1000000)::bigint
            FROM job_run
            WHERE ($1::text IS NULL OR name = $1) AND ((extract(epoch FROM created_at) * 1000000)::bigint, id::text) < ($2, $4)
            ORDER BY created_at DESC, id::text DESC LIMIT $3
            """);
        command.Parameters.Add(new() { Value = (object?)request.Text("job") ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = page.After?.Number(0) ?? long.MaxValue });
        command.Parameters.Add(new() { Value = page.Limit + 1 });
        command.Parameters.Add(new() { Value = page.After?.Values[^1] ?? "g" });
        var rows = new List<(string[] Sort, RunResource Item)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add((
                [reader.GetInt64(11).ToString(CultureInfo.InvariantCulture), reader.GetGuid(0).ToString()],
                new(
                    reader.GetGuid(0), reader.GetString(1), reader.Text(2), reader.GetString(3), reader.GetInt64(4),
                    reader.IsDBNull(5) ? null : reader.GetInt64(5), reader.Instant(6), reader.IsDBNull(7) ? null : reader.Instant(7),
                    reader.IsDBNull(8) ? null : reader.Instant(8), reader.Text(9), reader.GetString(10))));
        }

        return Results.Ok(Page<RunResource>.Of(rows, page.Limit, "runs"));
    }
}
