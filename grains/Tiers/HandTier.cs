namespace Lifecycle.Grains;

/// <summary>A tier that somebody set by hand: for key and strategic customers.</summary>
/// <param name="Tier">1 (best) to 4.</param>
/// <param name="Until">Its last day.</param>
/// <param name="Reason">Why, for whoever asks later.</param>
public sealed record HandTier(int Tier, DateOnly Until, string Reason)
{
    /// <summary>Longest reason, in UTF-16 units: it lives in the state of its customer.</summary>
    public const int ReasonLength = 500;

    /// <summary>Refuses a tier that there is not.</summary>
    public static Refusal? CheckTier(int? tier, string field) =>
        tier is < 1 or > 4 ? new("tier-out-of-range", $"{field} lies between 1 (best) and 4.", field) : null;

    /// <summary>Refuses a reason that says nothing, is too long, or cannot be stored.</summary>
    public static Refusal? CheckReason(string? reason) => string.IsNullOrWhiteSpace(reason)
        ? new("required", "reason is required.", "reason")
        : Text.CheckNote(reason, "reason", ReasonLength);

    /// <summary>Decides a tier set by hand, from today.</summary>
    internal static Decision Decide(CustomerState customer, SetTier command) =>
        customer.Tiers.HandOn(command.Today) == command.Hand ? Decision.Duplicate : Decision.Accept(new TierSet(command.Today, command.Hand));

    /// <summary>Decides the early end of a tier set by hand: yesterday was its last day.</summary>
    internal static Decision Decide(CustomerState customer, EndTier command)
    {
        if (command.ExpectedVersion is { } expected && expected != customer.Version)
        {
            return Decision.Refuse("version-mismatch", "The customer has changed since it was read.");
        }

        return customer.Tiers.HandOn(command.Today) is null ? Decision.Duplicate : Decision.Accept(new TierSetEnded(command.Today));
    }
}
