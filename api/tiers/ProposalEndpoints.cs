using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Tiers;

/// <summary>What somebody says to a proposal.</summary>
public sealed record ProposalInput
{
    /// <summary>Why: at most 500 characters; a rejection needs one.</summary>
    public string? Reason { get; init; }

    /// <summary>The tier that was seen proposed: a proposal that has moved since is refused. Absent: whatever it is by now.</summary>
    public int? To { get; init; }
}

/// <summary>The answer to a decision.</summary>
/// <param name="Status"><c>accepted</c> or <c>duplicate</c>.</param>
public sealed record ProposalAnswer(string Status, ProposalItem Proposal);

/// <summary>One proposal: approve or reject.</summary>
public static class ProposalEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapProposals(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tiers/proposals/{id}/approve", Approve)
            .Accepts<ProposalInput>(isOptional: true, "application/json")
            .Produces<ProposalAnswer>()
            .WithSummary("Approves a change of tier: it takes effect at once.");

        routes.MapPost("/tiers/proposals/{id}/reject", Reject)
            .Accepts<ProposalInput>("application/json")
            .Produces<ProposalAnswer>()
            .WithSummary("Rejects a change of tier, with a reason: the old tier stays, and the same is not proposed again before the next occasion.");
    }

    private static async Task<IResult> Approve(
        HttpContext http, ICustomers customers, IBusinessClock clock, NpgsqlDataSource database, TierDeciders deciders)
    {
        var input = await Bodies.ReadOrDefaultAsync<ProposalInput>(http);
        var unfit = input.Reason is null ? null : HandTier.CheckReason(input.Reason);
        return await Decide(approves: true, input, unfit, http, customers, clock, database, deciders);
    }

    private static async Task<IResult> Reject(
        HttpContext http, ICustomers customers, IBusinessClock clock, NpgsqlDataSource database, TierDeciders deciders)
    {
        var input = await Bodies.ReadAsync<ProposalInput>(http.Request);
        return await Decide(approves: false, input, HandTier.CheckReason(input.Reason), http, customers, clock, database, deciders);
    }

    private static async Task<IResult> Decide(
        bool approves, ProposalInput input, Refusal? unfit, HttpContext http, ICustomers customers, IBusinessClock clock, NpgsqlDataSource database,
        TierDeciders deciders)
    {
        var (id, ct) = (http.Segment(2, "id"), http.RequestAborted);
        if ((await deciders.RefuseAsync(http) ?? unfit) is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        if (await StoredProposal.FindAsync(database, id, ct) is not { } found)
        {
            return Problems.Problems.Of(StoredProposal.Unknown);
        }

        var verdict = await found.DecideAsync(approves, input, customers, clock.Today, http.Origin(), database, ct);
        return verdict.Refusal is { } refused
            ? Problems.Problems.Of(refused)
            : Results.Ok(new ProposalAnswer(
                verdict.Status.Word(),
                (await StoredProposal.FindAsync(database, id, ct))!.Item));
    }
}
