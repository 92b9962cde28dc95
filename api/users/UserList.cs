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
    private static readonly Dictionary<string, SortColumn> Columns = new(StringComparer.Ordinal)
    {
        ["id"] = new("id", "text"),
        ["superior"] = new("coalesce(superior, '')", "text"),
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapUserList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/users", List)
            .Produces<Page<UserResource>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Keys), Query.Count,
                new("superior", "One or more, separated by commas; an empty word means those without one."))
            .WithSummary("Users by superior.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var sort = Sort.Of(request, Columns, tieBreaker: "id");
        var page = PageRequest.Of(request, "users:" + sort.Text);
        await using var command = database.CreateCommand();
        var where = "true";
        if (request.Text("superior") is { } superiors)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = superiors.Split(',') });
            where = "coalesce(superior, '') = ANY($1)";
        }

        var total = request.Flag("count") ? await Count.OfAsync(database, $"SELECT count(*) FROM employee WHERE {where}", command, ct) : (long?)null;
        command.CommandText = $"""
            SELECT id, superior, {sort.CursorColumns} FROM employee
            WHERE {where}{sort.After(page.After, command)} ORDER BY {sort.OrderBy} LIMIT {page.Limit + 1}
            """;
        var rows = new List<(string[] Sort, UserResource Item)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add((reader.GetFieldValue<string[]>(2), new(reader.GetString(0), reader.Text(1))));
        }

        return Results.Ok(Page<UserResource>.Of(rows, page.Limit, "users:" + sort.Text, total));
    }
}
