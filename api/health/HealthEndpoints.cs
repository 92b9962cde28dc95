using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Health;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps the endpoints; they need no sign-in.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Ok(new HealthAnswer("live"))).Produces<HealthAnswer>().AllowAnonymous().DisableRateLimiting();
        routes.MapGet("/health/ready", Ready).Produces<HealthAnswer>().AllowAnonymous().DisableRateLimiting();
    }

    private static async Task<IResult> Ready(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(ct);
        return Results.Ok(new HealthAnswer("ready"));
    }
}

/// <summary>How it is.</summary>
public sealed record HealthAnswer(string Status);
