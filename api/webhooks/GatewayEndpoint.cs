using System.Collections.Immutable;
using Lifecycle.Api.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Webhooks;

/// <summary>A gateway that is configured.</summary>
/// <param name="Address">Its server alone: the rest of the address may hold a password.</param>
public sealed record KnownGateway(string Channel, string Address);

/// <summary>The gateways that are configured.</summary>
public sealed record GatewayList(ImmutableArray<KnownGateway> Gateways);

/// <summary>A gateway and how it fares.</summary>
/// <param name="Address">Its server alone: the rest of the address may hold a password.</param>
/// <param name="LastSuccessAt">When it last took a message; null: not as far as the log reaches.</param>
/// <param name="LastFailureAt">When it last refused one, failed, or could not be reached.</param>
/// <param name="LastFailure">The code of that.</param>
/// <param name="Failures">How many attempts have failed since the last success.</param>
public sealed record GatewayResource(
    string Channel, string Address, DateTimeOffset? LastSuccessAt, DateTimeOffset? LastFailureAt, string? LastFailure, long Failures);

/// <summary>How the gateways fare, by the delivery log. A gateway that fails is never switched off.</summary>
public static class GatewayEndpoint
{
    private const string Fares = """
        SELECT s.attempted_at, f.attempted_at, f.reason,
            (SELECT count(*) FROM webhook_delivery d WHERE d.channel = c.channel AND d.id > coalesce(s.id, 0))
        FROM unnest($1) WITH ORDINALITY AS c(channel, place)
        LEFT JOIN LATERAL (
            SELECT id, attempted_at FROM webhook_delivery WHERE channel = c.channel AND outcome = 'sent' ORDER BY id DESC LIMIT 1) s ON true
        LEFT JOIN LATERAL (
            SELECT attempted_at, reason FROM webhook_delivery WHERE channel = c.channel AND outcome <> 'sent' ORDER BY id DESC LIMIT 1) f ON true
        ORDER BY c.place
        """;

    /// <summary>Maps the endpoint.</summary>
    public static void MapGateways(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/webhooks", List)
            .Produces<Page<GatewayResource>>()
            .WithSummary("The gateways that messages are handed to, and how they fare.");

    private static async Task<IResult> List(GatewayList list, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Fares);
        command.Parameters.Add(new() { Value = list.Gateways.Select(g => g.Channel).ToArray() });
        var items = new List<GatewayResource>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var (channel, address) = list.Gateways[items.Count];
            items.Add(new(channel, address, row.Maybe<DateTimeOffset>(0), row.Maybe<DateTimeOffset>(1), row.Text(2), row.GetInt64(3)));
        }

        return Results.Ok(new Page<GatewayResource>(items, null));
    }
}
