using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Complaints;

/// <summary>The list of complaints, newest first unless asked otherwise.</summary>
public static class ComplaintList
{
    // As an index has it: written like this, it is found there.
    private const string IsOpen = "m.status IN ('received', 'assigned', 'reopened')";

    private static readonly SortColumns Columns = new("id")
    {
        // Ids begin with the time of receipt: their order is that of receipt.
        ["id"] = new("m.id::text", "text"),
        ["receivedOn"] = new("m.received_on", "date"),
        ["dueOn"] = new("m.due_on", "date"),
        ["status"] = new("m.status", "text"),
        ["category"] = new("m.category", "text"),
        ["assignee"] = new("coalesce(m.assignee, '')", "text"),
        ["customerId"] = new("m.customer_id", "text"),
    };

    private static readonly WordFilters Filters = new(new(StringComparer.Ordinal)
    {
        ["customer"] = ("m.customer_id = ANY({0})", null),
        ["status"] = ("m.status = ANY({0})", ComplaintWords.Statuses),
        ["category"] = ("m.category = ANY({0})", null),
        ["assignee"] = ("coalesce(m.assignee, '') = ANY({0})", null),
        ["manager"] = ("coalesce(c.manager, '') = ANY({0})", null),
    });

    private static readonly ListQuery<ComplaintItem> Complaints = new(ComplaintItem.Columns, ComplaintItem.Source, ComplaintItem.Read)
    {
        Counted = $"count(*) FROM {ComplaintItem.Source}",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapComplaintList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/complaints", List)
            .Produces<Page<ComplaintItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("customer", "One or more ids, separated by commas."),
                new("status", $"One or more of {string.Join(", ", ComplaintWords.Statuses)}, separated by commas."),
                new("category", "One or more, separated by commas."),
                new("assignee", "One or more, separated by commas; an empty word means those of nobody."),
                new("manager", "One or more of the customers' managers, separated by commas; an empty word means customers without one."),
                Query.Flag("overdue", "Only those that are open and should have been solved before today."))
            .WithSummary("Complaints by customer, status, category, assignee or manager, newest first.");

    private static async Task<IResult> List(HttpRequest request, IBusinessClock clock, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "complaints", Columns, otherwise: "-id");
        await using var command = database.CreateCommand();
        var where = Filters.Of(request, command);
        if (request.Flag("overdue"))
        {
            where += $" AND {IsOpen} AND m.due_on < {command.Bind(clock.Today)}";
        }

        return await list.AnswerAsync(Complaints, database, command, where, ct);
    }
}
