namespace Lifecycle.Grains;

/// <summary>Fates as words, in storage and interface.</summary>
public static class DeliveryFates
{
    private static readonly Dictionary<DeliveryFate, string> Words = new()
    {
        [DeliveryFate.Sent] = "sent",
        [DeliveryFate.Refused] = "refused",
        [DeliveryFate.Deferred] = "deferred",
        [DeliveryFate.Unknown] = "unknown",
    };

    /// <summary>The word of a fate.</summary>
    public static string Word(this DeliveryFate fate) => Words[fate];
}
