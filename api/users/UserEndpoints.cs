using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Users;

/// <summary>A user as people send it.</summary>
public sealed record UserInput
{
    /// <summary>Who is told what the user lets lie; absent or null: nobody. Need not be a user.</summary>
    public string? Superior { get; init; }
}

/// <summary>A user as clients see it.</summary>
/// <param name="Id">The name that customers carry as their manager.</param>
public sealed record UserResource(string Id, string? Superior);

/// <summary>One user: write down or replace, read.</summary>
public static class UserEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/users/{id}", Put)
            .Produces<UserResource>().Produces<UserResource>(StatusCodes.Status201Created)
            .WithSummary("Writes a user down, or replaces it: an absent superior is cleared.");

        routes.MapGet("/users/{id}", Get)
            .Produces<UserResource>()
            .WithSummary("A user and their superior.");
    }

    private static async Task<IResult> Put(UserInput input, HttpContext http, IEmployees employees)
    {
        var id = http.Segment(1, "id");
        if (Text.Check(input.Superior, "superior", Text.IdLength) is { } unfit)
        {
            return Problems.Problems.Of(unfit);
        }

        // Users are never deleted: one that is there stays there.
        var (expected, mustExist) = Preconditions.Of(http.Request);
        if (mustExist && await employees.Find(id, http.RequestAborted) is null)
        {
            return Problems.Problems.Of(Preconditions.Failed);
        }

        var change = await employees.Put(id, input.Superior, expected, http.RequestAborted);
        if (change.Refusal is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        var answer = Show(change.Employee!, http);
        return change.IsNew ? Results.Created($"/api/v1/users/{Uri.EscapeDataString(id)}", answer) : Results.Ok(answer);
    }

    private static async Task<IResult> Get(HttpContext http, IEmployees employees) =>
        await employees.Find(http.Segment(1, "id"), http.RequestAborted) is { } employee
            ? Results.Ok(Show(employee, http))
            : Problems.Problems.Of(Employee.Unknown);

    private static UserResource Show(Employee employee, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{employee.Version}\"";
        return new(employee.Id, employee.Superior);
    }
}
