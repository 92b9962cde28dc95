using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Postings;

/// <summary>What became of one posting of a bulk request.</summary>
/// <param name="Status"><c>accepted</c>, <c>duplicate</c> or <c>rejected</c>.</param>
/// <param name="Code">Why it was rejected; absent otherwise.</param>
/// <param name="Message">The same for people.</param>
public sealed record BulkItem(
    int Index,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null);

/// <summary>What became of a bulk request.</summary>
public sealed record BulkAnswer(int Accepted, int Duplicates, int Rejected, IReadOnlyList<BulkItem> Items);

/// <summary>The body of a bulk request.</summary>
public sealed record BulkInput(IReadOnlyList<BulkPostingInput> Items);

/// <summary>Many postings in one request, as JSON or NDJSON; each stands for itself.</summary>
public static class BulkPostings
{
    private const int Most = 10_000;
    private const long MostBodyBytes = 32 * 1024 * 1024;

    /// <summary>Maps the endpoint.</summary>
    public static void MapBulkPostings(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/postings", Post)
            .RequireRateLimiting(RateLimit.Bulk)
            .WithMetadata(new RequestSizeLimitAttribute(MostBodyBytes))
            .Accepts<BulkInput>("application/json", "application/x-ndjson")
            .Produces<BulkAnswer>()
            .WithSummary("Accepts up to 10 000 postings; what one of them lacks does not touch the others.");

    private static async Task<IResult> Post(HttpContext http, ICustomers customers, IBusinessClock clock, IRequestKeys keys)
    {
        var items = await BulkBody.ReadAsync(http.Request, Most);
        if (RequestKeys.Of(http) is { } key && await keys.ClaimAsync(key, http.RequestAborted) is { } reused)
        {
            return Problems.Problems.Of(reused);
        }

        var origin = new Origin(http.Actor());
        var verdicts = await Task.WhenAll(items.Select(item => Submit(item, customers, clock.Today, origin, http.RequestAborted)));

        // Half an answer would invite half a repetition; the whole request can be repeated safely.
        if (Array.Find(verdicts, v => v.Status == VerdictStatus.Unavailable) is { } unavailable)
        {
            return Problems.Problems.Of(unavailable.Refusal!);
        }

        return Results.Ok(new BulkAnswer(
            verdicts.Count(v => v.Status == VerdictStatus.Accepted),
            verdicts.Count(v => v.Status == VerdictStatus.Duplicate),
            verdicts.Count(v => v.Status == VerdictStatus.Refused),
            [.. verdicts.Select((v, i) => new BulkItem(i, v.Status.Word(), v.Refusal?.Code, v.Refusal?.Message))]));
    }

    private static async Task<Verdict> Submit(ReadOnlyMemory<byte> json, ICustomers customers, DateOnly today, Origin origin, CancellationToken ct)
    {
        try
        {
            var input = JsonSerializer.Deserialize<BulkPostingInput>(json.Span, JsonBodies.Options);
            if (input is null)
            {
                return new(VerdictStatus.Refused, new("invalid-value", "A posting is an object."), null);
            }

            return input.TryRead(input.CustomerId, today, out var posting) is { } refusal
                ? new(VerdictStatus.Refused, refusal, null)
                : await customers.SubmitPatiently(input.CustomerId, new AcceptPosting(today, posting), origin, ct);
        }
        catch (JsonException e)
        {
            return new(VerdictStatus.Refused, JsonFailures.Of(e), null);
        }
    }
}
