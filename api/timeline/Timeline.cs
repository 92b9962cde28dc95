using System.Text.Json;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Timeline;

/// <summary>Something that happened to a customer.</summary>
/// <param name="Type"><c>posting</c>, <c>reversal</c>, <c>rating</c>, or the type of a recorded fact.</param>
/// <param name="Details">What belongs to the type.</param>
public sealed record TimelineItem(DateTimeOffset At, string Type, string? Actor, JsonElement Details);

/// <summary>Everything that happened to a customer in one list, newest first.</summary>
public static class Timeline
{
    // Reads all of one customer's rows, through keys that begin with the customer, and keeps one page of them.
    private const string Newest = """
        WITH happened AS (
            (SELECT recorded_at AS at, 1 AS part, id AS number, 'posting' AS type, NULL AS actor, jsonb_build_object(
                    'source', source, 'externalId', external_id, 'kind', kind, 'amount', trim_scale(cents / 100.0), 'occurredOn', occurred_on, 'dueOn', due_on) AS details
             FROM posting WHERE customer_id = $1)
            UNION ALL
            (SELECT r.recorded_at, 2, r.posting_id, 'reversal', r.actor, jsonb_build_object('source', p.source, 'externalId', p.external_id)
             FROM reversal r JOIN posting p ON p.customer_id = r.customer_id AND p.id = r.posting_id WHERE r.customer_id = $1)
            UNION ALL
            (SELECT recorded_at, 3, version * 1000 + number, type, actor, payload FROM customer_event WHERE customer_id = $1)
            UNION ALL
            (SELECT recorded_at, 4, version, 'rating', NULL, jsonb_build_object(
                    'ratedOn', rated_on, 'policyVersion', policy_version, 'class', class, 'score', trim_scale(score / 100.0), 'tier', tier)
             FROM rating WHERE customer_id = $1))
        SELECT at, part, number, type, actor, details::text, (extract(epoch FROM at) * 1000000)::bigint FROM happened
        WHERE ((extract(epoch FROM at) * 1000000)::bigint, part, number) < ($2, $3, $4)
        ORDER BY at DESC, part DESC, number DESC LIMIT $5
        """;

    /// <summary>Maps the endpoint.</summary>
    public static void MapTimeline(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers/{id}/timeline", List)
            .Produces<Page<TimelineItem>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("Postings, reversals, recorded facts and ratings in one list, newest first.");

    private static async Task<IResult> List(HttpContext http, NpgsqlDataSource database, CancellationToken ct)
    {
        var id = http.Segment(1, "id");
        var page = PageRequest.Of(http.Request, "timeline");
        if (!await KnownCustomer.ExistsAsync(database, id, ct))
        {
            return Problems.Problems.Of(Customer.Unknown);
        }

        await using var command = database.CreateCommand(Newest);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = page.After?.Number(0) ?? long.MaxValue });
        command.Parameters.Add(new() { Value = (int)(page.After?.Number(1) ?? int.MaxValue) });
        command.Parameters.Add(new() { Value = page.After?.Number(2) ?? long.MaxValue });
        command.Parameters.Add(new() { Value = page.Limit + 1 });
        var rows = new List<(string[] Sort, TimelineItem Item)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add((
                [$"{reader.GetInt64(6)}", $"{reader.GetInt32(1)}", $"{reader.GetInt64(2)}"],
                new(reader.Instant(0), reader.GetString(3), reader.Text(4), Details(reader))));
        }

        return Results.Ok(Page<TimelineItem>.Of(rows, page.Limit, "timeline"));
    }

    // Kinds are stored as numbers, amounts of facts in hundredths: clients get what the interface speaks everywhere.
    private static JsonElement Details(NpgsqlDataReader row)
    {
        var (type, details) = (row.GetString(3), row.GetString(5));
        var shown = FactDetails.Of(type, details);
        if (type == "posting")
        {
            shown["kind"] = ((PostingKind)((JsonElement)shown["kind"]!).GetByte()).Name();
        }

        return JsonSerializer.SerializeToElement(shown, JsonBodies.Options);
    }
}
