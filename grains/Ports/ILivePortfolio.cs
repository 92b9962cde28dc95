namespace Lifecycle.Grains;

/// <summary>The live figures of the portfolio.</summary>
public interface ILivePortfolio
{
    /// <summary>The figures as every committed decision left them.</summary>
    /// <returns>The figures, and how many customers still wait for their review of <paramref name="today"/>.</returns>
    Task<(Portfolio Figures, long Pending)> Read(DateOnly today, CancellationToken ct);

    /// <summary>How many customers still wait for their review of a day.</summary>
    Task<long> CountPending(DateOnly day, CancellationToken ct);
}
