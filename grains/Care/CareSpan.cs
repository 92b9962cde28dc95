namespace Lifecycle.Grains;

/// <summary>How far back decisions matter.</summary>
public static class CareSpan
{
    /// <summary>
    /// Decisions about earlier days cannot matter any more: an occurrence never lies before its year, a lunar year begins a year before it ends, and a
    /// message of a long campaign counts in the month it leaves.
    /// </summary>
    public static DateOnly Since(DateTimeOffset now) => new(now.Year - 1, 1, 1);
}
