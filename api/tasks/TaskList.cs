using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Tasks;

/// <summary>The list of tasks, the first due first unless asked otherwise.</summary>
public static class TaskList
{
    private static readonly SortColumns Columns = new("id")
    {
        ["id"] = new("t.id", "bigint"),
        ["dueOn"] = new("t.due_on", "date"),
        ["cost"] = new("t.cost", "bigint"),
        ["kind"] = new("t.kind", "text"),
        ["status"] = new("t.status", "text"),
        ["manager"] = new("coalesce(t.manager, '')", "text"),
        ["customerId"] = new("t.customer_id", "text"),
    };

    // A manager's list is found by its index.
    private static readonly WordFilters Filters = new(new(StringComparer.Ordinal)
    {
        ["manager"] = ("(t.manager = ANY({0}) OR t.manager IS NULL AND '' = ANY({0}))", null),
        ["status"] = ("t.status = ANY({0})", CareTaskStatus.All),
        ["kind"] = ("t.kind = ANY({0})", CareTaskKinds.All),
        ["customer"] = ("t.customer_id = ANY({0})", null),
        ["budget"] = ("coalesce(t.budget_id, '') = ANY({0})", null),
    });

    private static readonly ListQuery<TaskItem> Tasks = new(TaskItem.Columns, TaskItem.Source, TaskItem.Read)
    {
        Counted = "count(*) FROM care_task t",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapTaskList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/tasks", List)
            .Produces<Page<TaskItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("manager", "One or more, separated by commas; an empty word means those of nobody."),
                new("status", $"One or more of {string.Join(", ", CareTaskStatus.All)}, separated by commas."),
                new("kind", $"One or more of {string.Join(", ", CareTaskKinds.All)}, separated by commas."),
                new("customer", "One or more ids, separated by commas."),
                new("budget", "One or more ids, separated by commas; an empty word means those without one."),
                Query.Day("dueTo", "The last due day."))
            .WithSummary("To-dos of account managers by manager, status, kind, customer, budget and due day, the first due first.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "tasks", Columns, otherwise: "dueOn");
        await using var command = database.CreateCommand();
        var where = Filters.Of(request, command);
        if (request.Day("dueTo") is { } last)
        {
            where += $" AND t.due_on <= {command.Bind(last)}";
        }

        return await list.AnswerAsync(Tasks, database, command, where, ct);
    }
}
