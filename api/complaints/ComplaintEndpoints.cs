using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Complaints;

/// <summary>A complaint as it comes in.</summary>
public sealed record ComplaintInput
{
    /// <summary>Who complains: a registered customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What about, in a word of the company.</summary>
    public required string Category { get; init; }

    /// <summary>The day on which it was received; default today.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <summary>The complaint itself; it may name people, and is kept apart.</summary>
    public string? Text { get; init; }
}

/// <summary>The answer to whatever was done about a complaint.</summary>
/// <param name="Status"><c>accepted</c> or <c>duplicate</c>.</param>
/// <param name="History">Oldest first.</param>
public sealed record ComplaintAnswer(string Status, ComplaintItem Complaint, IReadOnlyList<ComplaintStepItem> History)
{
    internal static ComplaintAnswer Of(Verdict verdict, ComplaintResource shown) => new(verdict.Status.Word(), shown.Complaint, shown.History);
}

/// <summary>Receives and reads complaints.</summary>
public static class ComplaintEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapComplaints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/complaints", Receive)
            .Produces<ComplaintAnswer>().Produces<ComplaintAnswer>(StatusCodes.Status201Created)
            .WithSummary("Receives a complaint. It is due by what the customer's tier promises on the day it was received.");

        routes.MapGet("/complaints/{id}", Get)
            .Produces<ComplaintResource>()
            .WithSummary("A complaint with its history.");
    }

    /// <summary>Answers with a complaint as it is now.</summary>
    internal static async Task<ComplaintResource> ShowAsync(HttpContext http, NpgsqlDataSource database, StoredComplaint stored)
    {
        http.Response.Headers.ETag = $"\"{stored.Version}\"";
        return await stored.WithHistoryAsync(database, http.RequestAborted);
    }

    /// <summary>The complaint that the path names, or null.</summary>
    internal static async Task<StoredComplaint?> FindAsync(HttpContext http, NpgsqlDataSource database) =>
        Guid.TryParse(http.Segment(1, "id"), out var id) ? await StoredComplaint.FindAsync(database, id, http.RequestAborted) : null;

    private static async Task<IResult> Receive(
        ComplaintInput input, HttpContext http, ICustomers customers, IBusinessClock clock, NpgsqlDataSource database)
    {
        var id = Guid.CreateVersion7(clock.Now);
        var unfit = ReceiveComplaint.TryCreate(id, input.Category, input.ReceivedOn, input.Text, clock.Today, out var command);
        if ((Text.CheckId(input.CustomerId, "customerId") ?? unfit) is { } wrong)
        {
            return Problems.Problems.Of(wrong);
        }

        var verdict = await customers.Submit(input.CustomerId, command, http.Origin());
        if (verdict.Refusal is { } refusal)
        {
            return Problems.Problems.Of(refusal.Code == Customer.Unknown.Code ? refusal with { Field = "customerId" } : refusal);
        }

        // A request that came before received another one under its key.
        var isNew = verdict.Status == VerdictStatus.Accepted;
        var stored = isNew || RequestKeys.Of(http) is not { } key
            ? await StoredComplaint.FindAsync(database, id, http.RequestAborted)
            : await StoredComplaint.OfRequestAsync(database, key.Key, http.RequestAborted);
        var answer = ComplaintAnswer.Of(verdict, await ShowAsync(http, database, stored!));
        return isNew ? Results.Created($"/api/v1/complaints/{id}", answer) : Results.Ok(answer);
    }

    private static async Task<IResult> Get(HttpContext http, NpgsqlDataSource database) =>
        await FindAsync(http, database) is { } stored
            ? Results.Ok(await ShowAsync(http, database, stored))
            : Problems.Problems.Of(Complaint.Unknown);
}
