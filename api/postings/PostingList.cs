using System.Globalization;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Postings;

/// <summary>A posting as it was recorded.</summary>
/// <param name="Reversed">Whether it was taken back, and so counts on no day.</param>
public sealed record PostingItem(
    string Source, string ExternalId, string Kind, decimal Amount, DateOnly OccurredOn, DateOnly? DueOn, DateTimeOffset RecordedAt,
    bool Reversed, Guid? ImportId);

/// <summary>A customer's postings, the last recorded first.</summary>
public static class PostingList
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPostingList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers/{id}/postings", List)
            .Produces<Page<PostingItem>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("A customer's postings, the last recorded first.");

    private static async Task<IResult> List(HttpContext http, NpgsqlDataSource database, CancellationToken ct)
    {
        var id = http.Segment(1, "id");
        var page = PageRequest.Of(http.Request, "postings");
        if (!await KnownCustomer.ExistsAsync(database, id, ct))
        {
            return Problems.Problems.Of(Customer.Unknown);
        }

        // The key (customer_id, id) serves this in order.
        await using var command = database.CreateCommand("""
            SELECT p.id, p.source, p.external_id, p.kind, p.cents, p.occurred_on, p.due_on, p.recorded_at, r.posting_id IS NOT NULL, p.import_id
            FROM posting p LEFT JOIN reversal r ON r.customer_id = p.customer_id AND r.posting_id = p.id
            WHERE p.customer_id = $1 AND p.id < $2
            ORDER BY p.id DESC LIMIT $3
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = page.After?.Number(0) ?? long.MaxValue });
        command.Parameters.Add(new() { Value = page.Limit + 1 });
        var rows = new List<(string[] Sort, PostingItem Item)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(([reader.GetInt64(0).ToString(CultureInfo.InvariantCulture)], new(
                reader.GetString(1), reader.GetString(2), ((PostingKind)reader.GetInt16(3)).Name(), Money.Amount(reader.GetInt64(4)),
                reader.GetFieldValue<DateOnly>(5), reader.Day(6), reader.Instant(7), reader.GetBoolean(8),
                reader.IsDBNull(9) ? null : reader.GetGuid(9))));
        }

        return Results.Ok(Page<PostingItem>.Of(rows, page.Limit, "postings"));
    }
}
