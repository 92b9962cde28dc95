using Lifecycle.Grains;
using Lifecycle.Jobs.Alerts;

namespace Lifecycle.Jobs.Rating;

/// <summary>
/// Lets time pass: reviews the customers whose step day has come, each missed day in its order (scope <c>due</c>);
/// or compares everybody with the policy in force and commits what differs (scope <c>all</c>).
/// </summary>
public sealed class ReRate(IReviews reviews, ICustomers customers, IPolicies policies, IBusinessClock clock, Escalator escalator) : IJob
{
    private const int PageSize = 2000;

    private static readonly Origin Origin = new("job:re-rate");

    /// <inheritdoc/>
    public string Name => "re-rate";

    /// <inheritdoc/>
    public string Description => "Reviews the customers whose step day has come and passes on alerts that nobody acknowledged (scope due), or reviews everybody (scope all).";

    /// <inheritdoc/>
    public async Task<bool> IsDueAsync(CancellationToken ct) => await reviews.NextDue(clock.Today, ct) is not null || await escalator.IsDueAsync(ct);

    /// <inheritdoc/>
    public Task RunAsync(JobRun run, CancellationToken ct) => run.Scope == "all" ? SweepAsync(run, ct) : CatchUpAsync(run, ct);

    private async Task CatchUpAsync(JobRun run, CancellationToken ct)
    {
        var done = 0L;
        while (await reviews.NextDue(clock.Today, ct) is { } day)
        {
            var due = await reviews.Due(day, PageSize, ct);
            await ReviewAsync(due, day, ct);
            done += due.Count;
            run.Progress.Report(new(done, done + await reviews.CountDue(clock.Today, ct)));
        }

        await escalator.RunAsync(run, done, ct);
    }

    private async Task SweepAsync(JobRun run, CancellationToken ct)
    {
        var (done, total, after, today) = (0L, await reviews.CountAll(ct), "", clock.Today);
        while (await reviews.Page(after, PageSize, ct) is { Count: > 0 } page)
        {
            var moved = page.AsParallel().WithCancellation(ct).Where(c => IsMoved(c, today)).Select(c => c.Id).ToList();
            await ReviewAsync(moved, today, ct);
            (done, after) = (done + page.Count, page[^1].Id);
            run.Progress.Report(new(done, total));
        }
    }

    /// <summary>Whether a rating of today would differ, or the next step day or an alert would.</summary>
    private bool IsMoved(CustomerState customer, DateOnly today)
    {
        var fresh = Customer.Rate(customer, today, policies.Book);
        var rated = fresh.State.Standing!;
        return rated.DiffersFrom(customer.Standing) || rated.NextReviewOn != customer.Standing?.NextReviewOn || !fresh.Alerts.IsEmpty;
    }

    private async Task ReviewAsync(IReadOnlyList<string> ids, DateOnly day, CancellationToken ct)
    {
        var verdicts = await Task.WhenAll(ids.Select(id => customers.SubmitPatiently(id, new ReviewRating(day), Origin, ct).AsTask()));

        // A customer that this very review put aside is not due any more; what cannot be done now stops the run, to go on later.
        if (Array.Find(verdicts, v => v.Status == VerdictStatus.Unavailable) is { Refusal: { } refusal })
        {
            throw new JobFailedException($"A review was not possible now: {refusal.Code}.");
        }
    }
}
