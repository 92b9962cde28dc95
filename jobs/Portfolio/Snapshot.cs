using Lifecycle.Grains;

namespace Lifecycle.Jobs.Portfolio;

/// <summary>Keeps the figures of the day before, once the business day has advanced.</summary>
public sealed class Snapshot(ISnapshots snapshots, IPastFigures figures, IBusinessClock clock) : IJob
{
    /// <inheritdoc/>
    public string Name => "snapshot";

    /// <inheritdoc/>
    public string Description => "Keeps the portfolio figures of the day before.";

    /// <inheritdoc/>
    public async Task<bool> IsDueAsync(CancellationToken ct) => !await snapshots.IsKept(clock.Today.AddDays(-1), ct);

    /// <inheritdoc/>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var day = clock.Today.AddDays(-1);
        var portfolio = await figures.PortfolioOf(day, ct, new Rated(run.Progress));
        await snapshots.Keep(day, portfolio, ct);
        run.Progress.Report(new(portfolio.Total.Customers, portfolio.Total.Customers));
    }

    private sealed class Rated(IProgress<JobProgress> progress) : IProgress<long>
    {
        public void Report(long value) => progress.Report(new(value, null));
    }
}
