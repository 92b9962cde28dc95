using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Prospects;

/// <summary>The list of prospects.</summary>
public static class ProspectList
{
    private static readonly Dictionary<string, SortColumn> Columns = new(StringComparer.Ordinal)
    {
        ["id"] = new("p.id", "text"),
        ["name"] = new("coalesce(n.name, '')", "text"),
        ["customer"] = new("coalesce(p.customer_id, '')", "text"),
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapProspectList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/prospects", List)
            .Produces<Page<ProspectResource>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Keys), Query.Count,
                new("customer", "One or more that they became, separated by commas; an empty word means those who became none."))
            .WithSummary("Prospects, also those that became customers.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var sort = Sort.Of(request, Columns, tieBreaker: "id");
        var page = PageRequest.Of(request, "prospects:" + sort.Text);
        await using var command = database.CreateCommand();
        var where = "true";
        if (request.Text("customer") is { } customers)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = customers.Split(',') });
            where = "coalesce(p.customer_id, '') = ANY($1)";
        }

        var total = request.Flag("count") ? await Count.OfAsync(database, $"SELECT count(*) FROM prospect p WHERE {where}", command, ct) : (long?)null;
        command.CommandText = $"""
            SELECT p.id, n.name, p.customer_id, {sort.CursorColumns} FROM prospect p LEFT JOIN prospect_person n ON n.prospect_id = p.id
            WHERE {where}{sort.After(page.After, command)} ORDER BY {sort.OrderBy} LIMIT {page.Limit + 1}
            """;
        var rows = new List<(string[] Sort, ProspectResource Item)>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            rows.Add((row.GetFieldValue<string[]>(3), new(row.GetString(0), row.Text(1), row.Text(2))));
        }

        return Results.Ok(Page<ProspectResource>.Of(rows, page.Limit, "prospects:" + sort.Text, total));
    }
}
