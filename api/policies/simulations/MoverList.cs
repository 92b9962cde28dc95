using System.Text.Json.Serialization;
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
    /// <summary>Where a move to the class that the rules say waits for days to pass: the first on which it may be made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? WaitsUntil { get; init; }

    internal static MoverPlace Of(string @class, int tier, int score, DateOnly? waitsUntil) =>
        new(Rating.StateOf(@class), @class, tier, score / 100m) { WaitsUntil = waitsUntil };
}

/// <summary>Who would move, as a simulation found them on its last day.</summary>
public static class MoverList
{
    private static readonly SortColumns Columns = new("customerId")
    {
        ["receivable"] = new("m.receivable", "bigint"),
        ["sales"] = new("m.sales", "bigint"),
        ["scoreBefore"] = new("m.score_before", "int"),
        ["scoreAfter"] = new("m.score_after", "int"),
        ["customerId"] = new("m.customer_id", "text"),
    };

    // By what `by` names.
    private static readonly Dictionary<string, WordFilters> Filters = new(StringComparer.Ordinal)
    {
        ["state"] = Places("split_part(m.class_before, '.', 1)", "split_part(m.class_after, '.', 1)"),
        ["class"] = Places("m.class_before", "m.class_after"),
        ["tier"] = Places("m.tier_before::text", "m.tier_after::text"),
    };

    private static readonly ListQuery<MoverItem> Movers = new(
        """
        m.customer_id, p.name, m.manager, m.class_before, m.tier_before, m.score_before, m.class_after, m.tier_after, m.score_after,
        m.sales, m.receivable, m.until_before, m.until_after
        """,
        "simulation_mover m LEFT JOIN customer_person p ON p.customer_id = m.customer_id",
        row => new(
            row.GetString(0), row.Text(1), row.Text(2), MoverPlace.Of(row.GetString(3), row.GetInt16(4), row.GetInt32(5), row.Maybe<DateOnly>(11)),
            MoverPlace.Of(row.GetString(6), row.GetInt16(7), row.GetInt32(8), row.Maybe<DateOnly>(12)), Money.Amount(row.GetInt64(9)), Money.Amount(row.GetInt64(10))))
    {
        Counted = "count(*) FROM simulation_mover m",
    };

    // Without a result it is not done: what was found so far is nothing yet.
    private const string Done = "m.simulation_id = $1 AND EXISTS (SELECT FROM simulation s WHERE s.id = $1 AND s.result IS NOT NULL)";

    /// <summary>Maps the endpoint.</summary>
    public static void MapMoverList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/policies/{version}/simulations/{id}/movers", List)
            .Produces<Page<MoverItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                Query.Word("by", "What from and to name, as in the matrix.", "state", "class", "tier"),
                new("from", "One or more places under the version compared with, separated by commas."),
                new("to", "One or more places under the simulated version, separated by commas."),
                new("manager", "One or more, separated by commas; an empty word means those without one."))
            .WithSummary("Who would stand elsewhere on the last day, by default the largest receivable first.");

    private static async Task<IResult> List(
        string version, Guid id, HttpRequest request, ISimulations simulations, NpgsqlDataSource database, CancellationToken ct)
    {
        // The tie breaker of an order that only descends does so, too: the index has it.
        var list = SortedList.Of(request, $"movers:{id}", Columns, otherwise: "-receivable");
        if (await SimulationEndpoints.FindAsync(version, id, simulations, ct) is null)
        {
            return Problems.Problems.Of(SimulationEndpoints.Unknown);
        }

        await using var command = database.CreateCommand();
        command.Parameters.Add(new() { Value = id });
        var filters = Filters[request.Word("by", "state", "class", "tier")];
        return await list.AnswerAsync(Movers, database, command, $"{Done} AND {filters.Of(request, command)}", ct);
    }

    private static WordFilters Places(string before, string after) => new(new(StringComparer.Ordinal)
    {
        ["from"] = ($"{before} = ANY({{0}})", null),
        ["to"] = ($"{after} = ANY({{0}})", null),
        ["manager"] = ("coalesce(m.manager, '') = ANY({0})", null),
    });
}
