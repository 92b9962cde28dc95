using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;

namespace Lifecycle.Api.Policies.Simulations;

/// <summary>What to simulate a version on: one day, or a span's month ends and its last day.</summary>
public sealed record SimulationInput
{
    /// <summary>The one day, not in the future.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The first day of a span.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of a span, not in the future.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The version to compare with. Default: the one in force on each day.</summary>
    public int? Against { get; init; }
}

/// <summary>A version's document as it is now: what a simulation keeps.</summary>
/// <param name="Revision">Of a draft.</param>
internal sealed record TriedPolicy(int Version, long? Revision, string Json)
{
    /// <summary>Finds a draft or a published version.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static async Task<TriedPolicy> FindAsync(int? version, string field, IPolicies policies, IPolicyDrafts drafts, CancellationToken ct)
    {
        if (version is { } number)
        {
            if (await drafts.Find(number, ct) is { } draft)
            {
                return new(number, draft.Revision, draft.Json);
            }

            // After the drafts: one that is being published is found here.
            if ((await policies.Newest(ct)).Find(number) is not null)
            {
                return new(number, null, policies.Json(number)!);
            }
        }

        throw new RefusedException(PolicyEndpoints.Unknown with { Field = field });
    }

    /// <summary>What is wrong with it; a published version is beyond that.</summary>
    public IReadOnlyList<DocumentFault> Faults() => Revision is null ? [] : PolicyValidation.Check(Json);
}
