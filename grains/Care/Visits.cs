namespace Lifecycle.Grains;

/// <summary>The visit that a customer's service plan asks for next.</summary>
/// <param name="Ordinal">Visits done before, plus one.</param>
public sealed record NextVisit(int Ordinal, DateOnly DueOn);
