using System.Globalization;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Tasks;

/// <summary>The visits of a customer, and the next one that is due.</summary>
/// <param name="EveryDays">By the service plan of its tier; null: none are planned.</param>
/// <param name="Done">How many were done.</param>
/// <param name="LastOn">The day of the latest.</param>
/// <param name="NextOrdinal">Which one the next is, from 1.</param>
/// <param name="NextDueOn">It may be due for long.</param>
/// <param name="Items">The newest first.</param>
/// <param name="Next">Where the next page begins, or null on the last.</param>
public sealed record VisitsResource(
    string CustomerId, int? EveryDays, int Done, DateOnly? LastOn, int? NextOrdinal, DateOnly? NextDueOn, IReadOnlyList<TaskItem> Items, string? Next);

/// <summary>Visits by tier.</summary>
public static class VisitList
{
    private const string Newest = $"""
        SELECT {TaskItem.Columns} FROM {TaskItem.Source}
        WHERE t.customer_id = $1 AND t.kind = '{CareTaskKinds.Visit}' AND t.id < $2 ORDER BY t.id DESC LIMIT $3
        """;

    /// <summary>Maps the endpoint.</summary>
    public static void MapVisits(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers/{id}/visits", List)
            .Produces<VisitsResource>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("The visits of a customer, newest first, and the day on which the next one is due by its tier.");

    private static async Task<IResult> List(
        HttpContext http, ICustomerReader customers, ICareTasks tasks, IBusinessClock clock, IPolicies policies, NpgsqlDataSource database)
    {
        var id = http.Segment(1, "id");
        var page = PageRequest.Of(http.Request, "visits");
        if (await customers.Find(id, ratable: null, http.RequestAborted) is not { } customer)
        {
            return Problems.Problems.Of(Customer.Unknown);
        }

        var (policy, visits) = (policies.Book.InForceOn(clock.Today), await tasks.Visits(id, http.RequestAborted));
        var next = Visits.Next(customer, clock.Today, visits, policy);
        var everyDays = customer.Standing is { } standing ? policy.Document.Service.Of(standing.Tier).VisitEveryDays : null;
        var listed = await PageAsync(id, page, database, http.RequestAborted);
        return Results.Ok(new VisitsResource(id, everyDays, visits.Done, visits.LastOn, next?.Ordinal, next?.DueOn, listed.Items, listed.Next));
    }

    private static async Task<Page<TaskItem>> PageAsync(string customer, PageRequest page, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Newest);
        command.Parameters.Add(new() { Value = customer });
        command.Parameters.Add(new() { Value = page.After?.Number(0) ?? long.MaxValue });
        command.Parameters.Add(new() { Value = page.Limit + 1 });
        var rows = new List<(string[] Sort, TaskItem Item)>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            rows.Add(([row.GetInt64(0).ToString(CultureInfo.InvariantCulture)], TaskItem.Read(row)));
        }

        return Page<TaskItem>.Of(rows, page.Limit, "visits");
    }
}
