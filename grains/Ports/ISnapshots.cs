namespace Lifecycle.Grains;

/// <summary>Portfolio figures of past days, kept as they were.</summary>
public interface ISnapshots
{
    /// <summary>Whether a day is kept already, or nobody could have been in it.</summary>
    Task<bool> IsKept(DateOnly day, CancellationToken ct);

    /// <summary>Keeps the figures of a day; the first to come wins.</summary>
    Task Keep(DateOnly day, Portfolio portfolio, CancellationToken ct);
}
