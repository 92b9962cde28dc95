namespace Lifecycle.Grains;

/// <summary>A message to a person, ready to go.</summary>
/// <param name="Key">Deterministic: the same message always has the same.</param>
/// <param name="Date">When it is sent.</param>
public sealed record OutgoingMessage(string Key, string? Recipient, string Address, RenderedText Text, DateTimeOffset Date)
{
    /// <summary>Where one POST takes the contact off this kind of message (RFC 8058); in every commercial message, else null.</summary>
    public Uri? Unsubscribe { get; init; }
}
