using Lifecycle.Grains;

namespace Lifecycle.Store.Care;

/// <summary>What a delivery means for the message and its decision.</summary>
internal static class ReportWords
{
    public static (string Status, CareOutcome Outcome, string? Reason) Of(Delivery delivery) => delivery.Fate switch
    {
        DeliveryFate.Sent => ("sent", CareOutcome.Sent, null),
        DeliveryFate.Deferred => ("scheduled", CareOutcome.Held, CareDecision.Retry),
        DeliveryFate.Unknown => ("in_doubt", CareOutcome.InDoubt, delivery.Reason),

        // An address is a fact, and facts can be mended while the day lasts.
        _ when delivery == Delivery.AddressUnusable => ("cancelled", CareOutcome.NoAddress, CareDecision.AddressUnusable),
        _ => ("failed", CareOutcome.Failed, delivery.Reason),
    };
}
