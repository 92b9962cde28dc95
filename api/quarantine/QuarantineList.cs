using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Quarantine;

/// <summary>A customer that is put aside.</summary>
/// <param name="Reason">What could not be read of its stored state.</param>
public sealed record QuarantineItem(string CustomerId, DateTimeOffset Since, string Reason);

/// <summary>The list of customers that are put aside.</summary>
public static class QuarantineList
{
    private static readonly SortColumns Columns = new("customerId")
    {
        ["customerId"] = new("customer_id", "text"),
        ["since"] = new("since", "timestamptz"),
    };

    private static readonly ListQuery<QuarantineItem> Aside = new(
        "customer_id, since, reason", "quarantine", row => new(row.GetString(0), row.Instant(1), row.GetString(2)))
    {
        Counted = "count(*) FROM quarantine",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapQuarantineList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/quarantine", List)
            .Produces<Page<QuarantineItem>>()
            .WithQuery(Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count)
            .WithSummary("Customers that are put aside because their stored state cannot be read.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "quarantine", Columns);
        await using var command = database.CreateCommand();
        return await list.AnswerAsync(Aside, database, command, "true", ct);
    }
}
