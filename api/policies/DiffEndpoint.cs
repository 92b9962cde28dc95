using Lifecycle.Api.Ratings;
using Lifecycle.Api.Policies.Simulations;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Policies;

/// <summary>What a version says otherwise than another.</summary>
/// <param name="Changes">In the order of the document; pointers lead into <c>to</c>, and into <c>from</c> for what is gone.</param>
public sealed record PolicyDiffResource(int From, int To, IReadOnlyList<PolicyChange> Changes);

/// <summary>The difference between versions, in words.</summary>
public static class DiffEndpoint
{
    private static Refusal NoneBefore { get; } = new("policy-not-found", "There is no version before this one; name one with from.", "from");

    /// <summary>Maps the endpoint.</summary>
    public static void MapPolicyDiff(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/policies/{version}/diff", Get)
            .Produces<PolicyDiffResource>()
            .WithQuery(
                Query.Number("from", "The version to compare with, perhaps a draft. Default: the one in force, or for that one the one before."),
                Query.Word("language", "Of the sentences: en (default) or zh-CN.", "en", "zh-CN"))
            .WithSummary("What a version, perhaps a draft, says otherwise than another, in words.");

    private static async Task<IResult> Get(
        string version, HttpRequest request, IPolicies policies, IPolicyDrafts drafts, IBusinessClock clock, CancellationToken ct)
    {
        var (asked, tongue, book) = (request.Number("from"), request.Tongue(), await policies.Newest(ct));
        var inForce = book.InForceOn(clock.Today).Version;
        if ((version == "current" ? inForce : PolicyEndpoints.Number(version)) is not { } to)
        {
            return Problems.Problems.Of(PolicyEndpoints.Unknown);
        }

        if ((asked ?? (to == inForce ? Before(to, book) : inForce)) is not { } from)
        {
            return Problems.Problems.Of(NoneBefore);
        }

        var (after, problem) = await ReadAsync(to, "version");
        if (problem is not null)
        {
            return problem;
        }

        (var before, problem) = await ReadAsync(from, "from");
        return problem ?? Results.Ok(new PolicyDiffResource(from, to, PolicyDifference.Of(before!, after!, tongue, ct)));

        async Task<(PolicyDocument? Document, IResult? Problem)> ReadAsync(int number, string field)
        {
            var tried = await TriedPolicy.FindAsync(number, field, policies, drafts, ct);
            if (tried.Revision is null)
            {
                return (policies.Book.Find(number)!.Document, null);
            }

            var (document, faults) = PolicyValidation.ReadBounded(tried.Json);
            return (document, document is null ? DraftEndpoints.Invalid(faults) : null);
        }
    }

    private static int? Before(int version, PolicyBook book)
    {
        var place = book.Published.IndexOf(book.Find(version)!);
        return place > 0 ? book.Published[place - 1].Version : null;
    }
}
