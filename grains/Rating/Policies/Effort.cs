namespace Lifecycle.Grains;

/// <summary>How much may be spent on finding faults that are worth knowing, and not worth everything: so many conditions are looked at.</summary>
internal sealed class Effort
{
    // A second's work at most. A document of two hundred ordinary rules takes a hundredth of it.
    private long left = 5_000_000;

    public bool IsSpent => left <= 0;

    /// <summary>Whether it was there to spend.</summary>
    public bool Spend(int conditions)
    {
        left -= conditions;
        return !IsSpent;
    }
}
