using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Tiers;

/// <summary>Many proposals to approve: named, or all open ones that a filter finds.</summary>
public sealed record BulkApprovalInput
{
    /// <summary>Up to 1000 ids; absent where there is a filter.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>With ids: the tier that was seen proposed, for all of them; those that propose another one by now are refused. Absent: whatever it is when the request comes.</summary>
    public int? To { get; init; }

    /// <summary>Which open ones; absent where there are ids.</summary>
    public ProposalFilter? Filter { get; init; }

    /// <summary>Why: at most 500 characters, for each of them.</summary>
    public string? Reason { get; init; }
}

/// <summary>Open proposals that fulfil all of it.</summary>
/// <param name="Manager">Whose customers; empty: those without a manager.</param>
/// <param name="From">The tier in force.</param>
/// <param name="To">The tier that is proposed.</param>
public sealed record ProposalFilter(string? Manager = null, int? From = null, int? To = null);

/// <summary>What became of one proposal of a bulk request.</summary>
/// <param name="Status"><c>accepted</c>, <c>duplicate</c> or <c>rejected</c>: the approval, not the proposal.</param>
/// <param name="Code">Why the approval was rejected; absent otherwise.</param>
/// <param name="Message">The same for people.</param>
public sealed record BulkApprovalItem(
    string Id,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null);

/// <summary>What became of a bulk request.</summary>
/// <param name="More">Whether the filter finds more than one request approves.</param>
public sealed record BulkApprovalAnswer(int Accepted, int Duplicates, int Rejected, bool More, IReadOnlyList<BulkApprovalItem> Items);

/// <summary>Approves many proposals in one request; each stands for itself.</summary>
public static class BulkApproval
{
    private const int Most = 1000;

    /// <summary>Maps the endpoint.</summary>
    public static void MapBulkApproval(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/tiers/proposals/approve", Approve)
            .RequireRateLimiting(RateLimit.Bulk)
            .Produces<BulkApprovalAnswer>()
            .WithSummary("Approves up to 1000 changes of tier, by ids or by a filter; what one of them lacks does not touch the others.");

    private static async Task<IResult> Approve(
        BulkApprovalInput input, HttpContext http, ICustomers customers, IBusinessClock clock, IRequestKeys keys, NpgsqlDataSource database,
        TierDeciders deciders)
    {
        var ct = http.RequestAborted;
        if ((await deciders.RefuseAsync(http) ?? Check(input)) is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        var (asked, reused) = await AskedAsync(input, RequestKeys.Of(http), keys, database, ct);
        if (reused is not null)
        {
            return Problems.Problems.Of(reused);
        }

        var origin = new Origin(http.Actor());
        var stored = await StoredProposal.ManyAsync(database, asked.Take(Most).Select(one => one.Id), ct);
        var verdicts = await Task.WhenAll(asked.Take(Most).Select(async one => (
            one.Id,
            Verdict: stored.TryGetValue(one.Id, out var found)
                ? await found.DecideAsync(
                    approves: true, new() { Reason = input.Reason, To = one.To ?? found.Item.To }, customers, clock.Today, origin, database, ct)
                : new Verdict(VerdictStatus.Refused, StoredProposal.Unknown, null))));

        // Half an answer would invite half a repetition; the whole request can be repeated safely.
        if (Array.Find(verdicts, v => v.Verdict.Status == VerdictStatus.Unavailable).Verdict is { } unavailable)
        {
            return Problems.Problems.Of(unavailable.Refusal!);
        }

        return Results.Ok(new BulkApprovalAnswer(
            verdicts.Count(v => v.Verdict.Status == VerdictStatus.Accepted),
            verdicts.Count(v => v.Verdict.Status == VerdictStatus.Duplicate),
            verdicts.Count(v => v.Verdict.Status == VerdictStatus.Refused),
            asked.Length > Most,
            [.. verdicts.Select(v => new BulkApprovalItem(v.Id, v.Verdict.Status.Word(), v.Verdict.Refusal?.Code, v.Verdict.Refusal?.Message))]));
    }

    /// <summary>Which proposals, and which tier was seen proposed for each; at most one more than a request approves.</summary>
    private static async Task<(Asked[] Asked, Refusal? Reused)> AskedAsync(
        BulkApprovalInput input, IdempotencyKey? key, IRequestKeys keys, NpgsqlDataSource database, CancellationToken ct)
    {
        if (input.Ids is { } ids)
        {
            return ([.. ids.Distinct(StringComparer.Ordinal).Select(id => new Asked(id, input.To))], key is null ? null : await keys.ClaimAsync(key, ct));
        }

        if (key is null)
        {
            return (await FindAsync(database, input.Filter!, ct), null);
        }

        // Said again, the filter would find what has opened since, and nobody has seen that: what it found first is kept with the key.
        var (found, reused) = await keys.SettleAsync(key, async () => JsonSerializer.Serialize(await FindAsync(database, input.Filter!, ct)), ct);
        return reused is null ? (JsonSerializer.Deserialize<Asked[]>(found!)!, null) : ([], reused);
    }

    private static Refusal? Check(BulkApprovalInput input) =>
        (input.Ids is null) == (input.Filter is null) ? new("required", "Either ids or a filter says which proposals.", "ids")
        : input.Ids?.Contains(null!) == true ? new("invalid-value", "An id is text.", "ids")
        : input.Ids?.Count > Most ? new("too-many-items", $"A request approves at most {Most} proposals.", "ids")
        : (HandTier.CheckTier(input.To, "to") ?? HandTier.CheckTier(input.Filter?.From, "filter/from") ?? HandTier.CheckTier(input.Filter?.To, "filter/to")) is { } range ? range
        : input.Filter is { Manager: { } manager } && Text.CheckNote(manager, "manager", Text.IdLength) is { } unfit ? unfit with { Field = "filter/manager" }
        : input.Reason is null ? null : HandTier.CheckReason(input.Reason);

    /// <summary>One more than a request approves, the oldest first.</summary>
    private static async Task<Asked[]> FindAsync(NpgsqlDataSource database, ProposalFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var where = ProposalList.Filters.Add("status", [ProposalStatus.Open], command);
        foreach (var (name, value) in new[] { ("manager", filter.Manager), ("from", Word(filter.From)), ("to", Word(filter.To)) })
        {
            where += value is null ? "" : " AND " + ProposalList.Filters.Add(name, [value], command);
        }

        command.CommandText = $"SELECT t.id::text, t.to_tier FROM {ProposalItem.Source} WHERE {where} ORDER BY t.id LIMIT {Most + 1}";
        var found = new List<Asked>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetString(0), reader.GetInt16(1)));
        }

        return [.. found];
    }

    private static string? Word(int? tier) => tier?.ToString(CultureInfo.InvariantCulture);

    /// <summary>A proposal, and the tier that was seen proposed; null: whatever it is by then.</summary>
    private sealed record Asked(string Id, int? To);
}
