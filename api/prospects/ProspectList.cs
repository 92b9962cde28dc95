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
    private static readonly SortColumns Columns = new("id")
    {
        ["id"] = new("p.id", "text"),
        ["name"] = new("coalesce(n.name, '')", "text"),
        ["customer"] = new("coalesce(p.customer_id, '')", "text"),
    };

    private static readonly WordFilters Filters = new(new(StringComparer.Ordinal)
    {
        ["customer"] = ("coalesce(p.customer_id, '') = ANY({0})", null),
    });

    private static readonly ListQuery<ProspectResource> Prospects = new(
        "p.id, n.name, p.customer_id", "prospect p LEFT JOIN prospect_person n ON n.prospect_id = p.id", row => new(row.GetString(0), row.Text(1), row.Text(2)))
    {
        Counted = "count(*) FROM prospect p",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapProspectList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/prospects", List)
            .Produces<Page<ProspectResource>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("customer", "One or more that they became, separated by commas; an empty word means those who became none."))
            .WithSummary("Prospects, also those that became customers.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "prospects", Columns);
        await using var command = database.CreateCommand();
        return await list.AnswerAsync(Prospects, database, command, Filters.Of(request, command), ct);
    }
}
