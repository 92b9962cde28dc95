using System.Collections.Immutable;
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

    /// <summary>What they may do: roles that policies name, and <c>admin</c>, who grants. Absent or null: those that they have.</summary>
    public IReadOnlyList<string>? Roles { get; init; }
}

/// <summary>A user as clients see it.</summary>
/// <param name="Id">The name that customers carry as their manager, and the account that the roles are for.</param>
public sealed record UserResource(string Id, string? Superior, IReadOnlyList<string> Roles);

/// <summary>One user: write down or replace, read.</summary>
public static class UserEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/users/{id}", Put)
            .Produces<UserResource>().Produces<UserResource>(StatusCodes.Status201Created)
            .WithSummary("Writes a user down, or replaces it: an absent superior is cleared, absent roles stay.");

        routes.MapGet("/users/{id}", Get)
            .Produces<UserResource>()
            .WithSummary("A user, their superior and their roles.");
    }

    private static async Task<IResult> Put(UserInput input, HttpContext http, IEmployees employees)
    {
        var id = http.Segment(1, "id");
        if ((Text.Check(input.Superior, "superior", Text.IdLength) ?? (input.Roles is { } named ? Grains.Roles.Check(named) : null)) is { } unfit)
        {
            return Problems.Problems.Of(unfit);
        }

        // Users are never deleted: one that is there stays there.
        var (expected, mustExist) = Preconditions.Of(http.Request);
        var stored = await employees.Find(id, http.RequestAborted);
        if (mustExist && stored is null)
        {
            return Problems.Problems.Of(Preconditions.Failed);
        }

        // Those that are there already stay as they are, also where somebody takes one away meanwhile: that is no grant.
        ImmutableArray<string>? roles = input.Roles is { } wanted && Grains.Roles.Sorted(wanted) is var sorted && !sorted.SequenceEqual(stored?.Roles ?? []) ? sorted : null;
        if (roles is not null && !await MayGrantAsync(http, employees))
        {
            return Problems.Problems.Of(Grains.Roles.MayNotGrant);
        }

        var change = await employees.Put(id, input.Superior, roles, expected, http.RequestAborted);
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

    private static async Task<bool> MayGrantAsync(HttpContext http, IEmployees employees) =>
        Grains.Roles.MayGrant(http.Actor(), await employees.Find(http.Actor(), http.RequestAborted));

    private static UserResource Show(Employee employee, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{employee.Version}\"";
        return new(employee.Id, employee.Superior, employee.Roles);
    }
}
