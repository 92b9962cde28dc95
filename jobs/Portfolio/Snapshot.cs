using Lifecycle.Grains;

namespace Lifecycle.Jobs.Portfolio;

/// <summary>Keeps the figures of the day before, once the business day has advanced.</summary>
public sealed class Snapshot(ISnapshots snapshots, ICustomerReader customers, IPolicies policies, IBusinessClock clock) : IJob
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
        var done = 0L;
        var portfolio = await customers.ReadAsOf(day, policies.Book, ct, rated =>
        {
            done = rated;
            run.Progress.Report(new(done, null));
        });

        await snapshots.Keep(day, portfolio, ct);
        run.Progress.Report(new(done, done));
    }
}
