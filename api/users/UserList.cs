using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Users;

/// <summary>The list of users.</summary>
public static class UserList
{
    private static readonly SortColumns Columns = new("id")
    {
        ["id"] = new("id", "text"),
        ["superior"] = new("coalesce(superior, '')", "text"),
    };

    private static readonly WordFilters Filters = new(new(StringComparer.Ordinal)
    {
        ["superior"] = ("coalesce(superior, '') = ANY({0})", null),
        ["role"] = ("roles && {0}", null),
    });

    private static readonly ListQuery<UserResource> Users = new(
        "id, superior, roles", "employee", row => new(row.GetString(0), row.Text(1), row.GetFieldValue<string[]>(2)))
    {
        Counted = "count(*) FROM employee",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapUserList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/users", List)
            .Produces<Page<UserResource>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("superior", "One or more, separated by commas; an empty word means those without one."),
                new("role", "One or more, separated by commas: who has any of them."))
            .WithSummary("Users by superior and role.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "users", Columns);
        await using var command = database.CreateCommand();
        return await list.AnswerAsync(Users, database, command, Filters.Of(request, command), ct);
    }
}
