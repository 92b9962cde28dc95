namespace Lifecycle.Grains;

/// <summary>A stored state that cannot be read: a broken machine, not a refusal.</summary>
public sealed class UnreadableStateException(string customerId, Exception inner) : Exception($"The state of customer {customerId} cannot be read.", inner)
{
    /// <summary>Whose it is.</summary>
    public string CustomerId { get; } = customerId;
}
