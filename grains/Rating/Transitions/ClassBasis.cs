namespace Lifecycle.Grains;

/// <summary>Why the class in force is not what the rules say: the move waits. By itself: nothing waits.</summary>
/// <param name="Computed">What the rules say; null: the class in force.</param>
/// <param name="Since">The day from which the days of waiting are counted.</param>
/// <param name="WaitsUntil">The first day on which enough days have passed; null: they have.</param>
/// <param name="Entry">What the policy says of this move; null: only that it waits is known.</param>
public readonly record struct ClassBasis(string? Computed, DateOnly Since, DateOnly? WaitsUntil, Transition? Entry)
{
    /// <summary>Whether a move waits.</summary>
    public bool Waits => Computed is not null;
}
