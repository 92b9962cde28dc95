using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What the customers of one tier get (section 5).</summary>
/// <param name="Promises">In the words of the company.</param>
/// <param name="FirstResponseHours">Hours to the first response.</param>
/// <param name="VisitEveryDays">Days from visit to visit; null: none are planned.</param>
/// <param name="ComplaintSolvedInDays">Days until a complaint is solved.</param>
public sealed record ServicePlan(ImmutableArray<string> Promises, int FirstResponseHours, int? VisitEveryDays, int ComplaintSolvedInDays);

/// <summary>The service of every tier.</summary>
/// <param name="ByTier">Of tiers 1 to 4, in this order.</param>
public sealed record ServicePlans(ImmutableArray<ServicePlan> ByTier)
{
    // Documents that were published before there were service plans do not say them.
    private static readonly Lazy<ServicePlans> Default = new(() => PolicyReader.Read(PolicyReader.DefaultJson).Document!.Service);

    /// <summary>The service of a tier, 1 (best) to 4.</summary>
    public ServicePlan Of(int tier) => ByTier[tier - 1];

    /// <summary>Reads the plans by tier; without them, those of the default policy.</summary>
    internal static ServicePlans Read(DocumentNode? node) =>
        node is { } plans ? new([.. new[] { "1", "2", "3", "4" }.Select(tier => ReadPlan(plans.Child(tier)))]) : Default.Value;

    private static ServicePlan ReadPlan(DocumentNode node)
    {
        var visits = node.Child("visitEveryDays");
        return new(
            [.. node.Child("promises").Items().Select(promise => promise.Text())],
            node.Child("firstResponseHours").Whole(1, 10_000),
            visits.IsNull ? null : visits.Whole(1, 10_000),
            node.Child("complaintSolvedInDays").Whole(1, 10_000));
    }
}
