using System.Text;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Policies.Simulations;

/// <summary>A customer that would stand elsewhere. Money in currency.</summary>
/// <param name="Name">As it is now; null: the customer is gone.</param>
/// <param name="Manager">On the day that was simulated.</param>
/// <param name="Sales">In the window of the simulated version.</param>
public sealed record MoverItem(
    string CustomerId, string? Name, string? Manager, MoverPlace Before, MoverPlace After, decimal Sales, decimal Receivable);

/// <summary>Where a customer stands under a version.</summary>
public sealed record MoverPlace(string State, string Class, int Tier, decimal Score)
{
    internal static MoverPlace Of(string @class, int tier, int score) => new(Rating.StateOf(@class), @class, tier, score / 100m);
}

/// <summary>Who would move, as a simulation found them on its last day.</summary>
public static class MoverList
{
    private static readonly Dictionary<string, SortColumn> Columns = new(StringComparer.Ordinal)
    {
        ["receivable"] = new("m.receivable", "bigint"),
        ["sales"] = new("m.sales", "bigint"),
        ["scoreBefore"] = new("m.score_before", "int"),
        ["scoreAfter"] = new("m.score_after", "int"),
        ["customerId"] = new("m.customer_id", "text"),
    };

    // What `by` names, in a row.
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["state"] = "split_part(m.class_{0}, '.', 1)",
        ["class"] = "m.class_{0}",
        ["tier"] = "m.tier_{0}::text",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapMoverList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/policies/{version}/simulations/{id}/movers", List)
            .Produces<Page<MoverItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Keys), Query.Count,
                Query.Word("by", "What from and to name, as in the matrix.", "state", "class", "tier"),
                new("from", "One or more places under the version compared with, separated by commas."),
                new("to", "One or more places under the simulated version, separated by commas."),
                new("manager", "One or more, separated by commas; an empty word means those without one."))
            .WithSummary("Who would stand elsewhere on the last day, by default the largest receivable first.");

    private static async Task<IResult> List(
        string version, Guid id, HttpRequest request, ISimulations simulations, NpgsqlDataSource database, CancellationToken ct)
    {
        // The tie breaker of an order that only descends does so, too: the index has it.
        var sort = Sort.Of(request, Columns, tieBreaker: "customerId", otherwise: "-receivable");
        var page = PageRequest.Of(request, $"movers:{id}:{sort.Text}");
        if (await SimulationEndpoints.FindAsync(version, id, simulations, ct) is null)
        {
            return Problems.Problems.Of(SimulationEndpoints.Unknown);
        }

        await using var command = database.CreateCommand();
        command.Parameters.Add(new() { Value = id });
        var where = Filter(request, command);
        var total = request.Flag("count")
            ? await Count.OfAsync(database, $"SELECT count(*) FROM simulation_mover m WHERE {where}", command, ct)
            : (long?)null;
        command.CommandText = $"""
            SELECT m.customer_id, p.name, m.manager, m.class_before, m.tier_before, m.score_before, m.class_after, m.tier_after, m.score_after,
                m.sales, m.receivable, {sort.CursorColumns}
            FROM simulation_mover m LEFT JOIN customer_person p ON p.customer_id = m.customer_id
            WHERE {where}{sort.After(page.After, command)}
            ORDER BY {sort.OrderBy} LIMIT {page.Limit + 1}
            """;
        var rows = new List<(string[] Sort, MoverItem Item)>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            rows.Add((row.GetFieldValue<string[]>(11), new(
                row.GetString(0), row.Text(1), row.Text(2), MoverPlace.Of(row.GetString(3), row.GetInt16(4), row.GetInt32(5)),
                MoverPlace.Of(row.GetString(6), row.GetInt16(7), row.GetInt32(8)), Money.Amount(row.GetInt64(9)), Money.Amount(row.GetInt64(10)))));
        }

        return Results.Ok(Page<MoverItem>.Of(rows, page.Limit, $"movers:{id}:{sort.Text}", total));
    }

    private static string Filter(HttpRequest request, NpgsqlCommand command)
    {
        // Without a result it is not done: what was found so far is nothing yet.
        var where = new StringBuilder("m.simulation_id = $1 AND EXISTS (SELECT FROM simulation s WHERE s.id = $1 AND s.result IS NOT NULL)");
        var place = Places[request.Word("by", "state", "class", "tier")];
        Any("from", place.Replace("{0}", "before", StringComparison.Ordinal));
        Any("to", place.Replace("{0}", "after", StringComparison.Ordinal));
        Any("manager", "coalesce(m.manager, '')");
        return where.ToString();

        void Any(string name, string column)
        {
            if (request.Text(name) is { } words)
            {
                command.Parameters.Add(new() { Value = words.Split(',') });
                where.Append($" AND {column} = ANY(${command.Parameters.Count})");
            }
        }
    }
}
