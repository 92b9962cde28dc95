using System.Globalization;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Ratings;

/// <summary>A stored rating and what changed against the one before.</summary>
/// <param name="Number">The customer's version that it belongs to.</param>
/// <param name="Changed">By measure, or by class, score or tier: the values before and after; empty for the first.</param>
public sealed record RatingItem(
    long Number, DateOnly RatedOn, DateTimeOffset RecordedAt, int PolicyVersion, int EngineVersion, string State, string Class, decimal Score,
    int Tier, int TierComputed, IReadOnlyDictionary<string, object?> Measures, IReadOnlyDictionary<string, ChangeResource> Changed);

/// <summary>A value before and after.</summary>
public sealed record ChangeResource(object? From, object? To);

/// <summary>The stored ratings of a customer, newest first.</summary>
public static class RatingHistory
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRatingHistory(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers/{id}/ratings", List)
            .Produces<Page<RatingItem>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("The stored ratings, newest first, each with what changed against the one before.");

    private static async Task<IResult> List(HttpContext http, NpgsqlDataSource database, IPolicies policies, CancellationToken ct)
    {
        var id = http.Segment(1, "id");
        var page = PageRequest.Of(http.Request, "ratings");
        if (!await KnownCustomer.ExistsAsync(database, id, ct))
        {
            return Problems.Problems.Of(Customer.Unknown);
        }

        var book = await policies.Newest(ct);
        await using var command = database.CreateCommand("""
            SELECT version, rated_on, recorded_at, policy_version, engine_version, class, score, tier, tier_computed, measures
            FROM rating WHERE customer_id = $1 AND version < $2
            ORDER BY version DESC LIMIT $3
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = page.After?.Number(0) ?? long.MaxValue });
        command.Parameters.Add(new() { Value = page.Limit + 1 });
        var rows = new List<RatingItem>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(Read(reader, book));
        }

        return Results.Ok(Page<RatingItem>.Of([.. rows.Select(Compared)], page.Limit, "ratings"));

        (string[], RatingItem) Compared(RatingItem item, int i) => (
            [item.Number.ToString(CultureInfo.InvariantCulture)],
            i + 1 < rows.Count ? item with { Changed = Changes(rows[i + 1], item) } : item);
    }

    private static RatingItem Read(NpgsqlDataReader row, PolicyBook policies)
    {
        var policy = policies.Find(row.GetInt32(3))!;
        var explanation = Explanation.Of(policy, PackedMeasures.Unpack(row.GetFieldValue<byte[]>(9)));
        return new(
            row.GetInt64(0), row.GetFieldValue<DateOnly>(1), row.Instant(2), policy.Version, row.GetInt16(4), Rating.StateOf(row.GetString(5)),
            row.GetString(5), row.GetInt32(6) / 100m, row.GetInt16(7), row.GetInt16(8),
            explanation.Measures.ToDictionary(m => m.Measure.Name(), m => m.Value), new Dictionary<string, ChangeResource>());
    }

    private static Dictionary<string, ChangeResource> Changes(RatingItem before, RatingItem after)
    {
        var changes = new Dictionary<string, ChangeResource>(StringComparer.Ordinal);
        Compare("class", before.Class, after.Class);
        Compare("score", before.Score, after.Score);
        Compare("tier", before.Tier, after.Tier);
        foreach (var (measure, value) in after.Measures)
        {
            Compare(measure, before.Measures.GetValueOrDefault(measure), value);
        }

        return changes;

        void Compare(string name, object? from, object? to)
        {
            if (!Equals(from, to))
            {
                changes.Add(name, new(from, to));
            }
        }
    }
}
