using Lifecycle.Grains;

namespace Lifecycle.Jobs.Portfolio;

/// <summary>Keeps the figures of the day before, once the business day has advanced.</summary>
public sealed class Snapshot(ISnapshots snapshots, ICustomerReader customers, IPolicies policies, IBusinessClock clock) : IJob
{
    private const int ReportEvery = 1000;

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
        var policy = policies.Book.InForceOn(day);
        var portfolio = new Grains.Portfolio();
        var done = 0L;
        await foreach (var customer in customers.All(day, ct))
        {
            portfolio.Add(Standing.Of(Rater.Rate(customer, day, policy), null, customer.Profile));
            if (++done % ReportEvery == 0)
            {
                run.Progress.Report(new(done, null));
            }
        }

        await snapshots.Keep(day, portfolio, ct);
        run.Progress.Report(new(done, done));
    }
}
