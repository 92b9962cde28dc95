using Lifecycle.Grains;

namespace Lifecycle.Jobs.Alerts;

/// <summary>
/// Has the high alerts that nobody acknowledged in time passed on to superiors: the part of <c>re-rate</c> that lets time
/// pass for alerts, since waiting is no step day of a rating.
/// </summary>
public sealed class Escalator(IEscalations escalations, ICustomers customers, IPolicies policies, IBusinessClock clock)
{
    private const int PageSize = 2000;

    private static readonly Origin Origin = new("job:re-rate");

    // Which alerts wait too long is decided under the customer's lock; here it only saves commands that would change nothing.
    private DateOnly RaisedThrough => clock.Today.AddDays(-policies.Book.InForceOn(clock.Today).Document.Alerts.EscalateAfterDays);

    /// <summary>Whether there is anything to pass on.</summary>
    public async Task<bool> IsDueAsync(CancellationToken ct) => (await escalations.Due(RaisedThrough, "", most: 1, ct)).Count > 0;

    /// <summary>Passes on what is due, page by page; what is passed on is not due any more.</summary>
    /// <param name="done">How many customers the run has worked off before.</param>
    /// <exception cref="JobFailedException">Something could not be done now; the next run goes on.</exception>
    public async Task RunAsync(JobRun run, long done, CancellationToken ct)
    {
        var (today, raisedThrough, after) = (clock.Today, RaisedThrough, "");
        while (await escalations.Due(raisedThrough, after, PageSize, ct) is { Count: > 0 } page)
        {
            var verdicts = await Task.WhenAll(page.Select(due => customers.SubmitPatiently(
                due.CustomerId, new EscalateAlerts(today, due.Manager, due.Superior), Origin, ct).AsTask()));
            if (Array.Find(verdicts, v => v.Status == VerdictStatus.Unavailable) is { Refusal: { } refusal })
            {
                throw new JobFailedException($"Alerts could not be passed on now: {refusal.Code}.");
            }

            (done, after) = (done + page.Count, page[^1].CustomerId);
            run.Progress.Report(new(done, null));
        }
    }
}
