using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Customers;

/// <summary>One customer: register or replace, change, read.</summary>
public static class CustomerEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/customers/{id}", (ProfileInput input, HttpContext http, ICustomers customers, ICustomerReader reader, IBusinessClock clock, IPolicies policies, NpgsqlDataSource database) =>
                Change(input, http, customers, reader, clock, policies, database, replace: true))
            .Produces<CustomerResource>().Produces<CustomerResource>(StatusCodes.Status201Created)
            .WithSummary("Registers a customer, or replaces its profile: an absent field is cleared.");

        routes.MapPatch("/customers/{id}", (ProfileInput input, HttpContext http, ICustomers customers, ICustomerReader reader, IBusinessClock clock, IPolicies policies, NpgsqlDataSource database) =>
                Change(input, http, customers, reader, clock, policies, database, replace: false))
            .Produces<CustomerResource>()
            .WithSummary("Changes some fields of a profile: an absent field is kept, null clears it.");

        routes.MapGet("/customers/{id}", Get)
            .Produces<CustomerResource>()
            .WithSummary("A customer: the facts in force today, and its last rating.");
    }

    private static async Task<IResult> Change(
        ProfileInput input, HttpContext http, ICustomers customers, ICustomerReader reader, IBusinessClock clock, IPolicies policies, NpgsqlDataSource database, bool replace)
    {
        var id = http.Segment(1, "id");
        if (input.TryRead(clock.Today, replace, register: replace, firstContact: null, out var command) is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        // One that is there can only be gone by the undoing of an import; then it is not made anew.
        var (expected, mustExist) = Preconditions.Of(http.Request);
        if (mustExist && await reader.Find(id, ratable: null, http.RequestAborted) is null)
        {
            return Problems.Problems.Of(Preconditions.Failed);
        }

        var verdict = await customers.Submit(id, command with { ExpectedVersion = expected, Register = command.Register && !mustExist }, http.Origin());
        if (verdict.Refusal is { } refused)
        {
            return Problems.Problems.Of(refused);
        }

        var answer = await Read(id, http, reader, clock, policies, database);
        return verdict is { Status: VerdictStatus.Accepted, IsNewCustomer: true }
            ? Results.Created($"/api/v1/customers/{Uri.EscapeDataString(id)}", answer)
            : Results.Ok(answer);
    }

    private static async Task<IResult> Get(HttpContext http, ICustomerReader reader, IBusinessClock clock, IPolicies policies, NpgsqlDataSource database) =>
        await Read(http.Segment(1, "id"), http, reader, clock, policies, database) is { } customer
            ? Results.Ok(customer)
            : Problems.Problems.Of(Customer.Unknown);

    private static async Task<CustomerResource?> Read(string id, HttpContext http, ICustomerReader reader, IBusinessClock clock, IPolicies policies, NpgsqlDataSource database)
    {
        if (await reader.Find(id, ratable: null, http.RequestAborted) is not { } state)
        {
            return null;
        }

        http.Response.Headers.ETag = $"\"{state.Version}\"";
        var person = await PersonReader.ReadAsync(database, id, http.RequestAborted);
        return CustomerResource.Of(state, person, clock.Today, policies.Book);
    }
}
