using Lifecycle.Grains;
using Lifecycle.Jobs.Alerts;

namespace Lifecycle.Jobs.Rating;

/// <summary>
/// Lets time pass: reviews the customers whose step day has come, each missed day in its order (scope <c>due</c>);
/// or compares everybody with the policy in force and commits what differs (scope <c>all</c>), as it does by itself once a
/// published policy comes into force.
/// </summary>
public sealed class ReRate(IReviews reviews, ICustomers customers, IPolicies policies, IBusinessClock clock, Escalator escalator) : IJob
{
    private readonly Reviewing reviewing = new(customers);

    /// <inheritdoc/>
    public string Name => "re-rate";

    /// <inheritdoc/>
    public string Description => "Reviews the customers whose step day has come and passes on alerts that nobody acknowledged (scope due), or reviews everybody (scope all).";

    /// <inheritdoc/>
    public async Task<bool> IsDueAsync(CancellationToken ct) =>
        await reviews.NextDue(DateOnly.MinValue, clock.Today, ct) is not null
        || await policies.AwaitsSweep(clock.Today, ct)
        || await escalator.IsDueAsync(ct);

    /// <inheritdoc/>
    public Task RunAsync(JobRun run, CancellationToken ct) => run.Scope == "all" ? SweepAllAsync(run, ct) : CatchUpAsync(run, ct);

    private async Task SweepAllAsync(JobRun run, CancellationToken ct) => FailOver(await SweepAsync(run, ct));

    private async Task CatchUpAsync(JobRun run, CancellationToken ct)
    {
        var (done, stuck, from) = (0L, 0L, DateOnly.MinValue);
        while (await reviews.NextDue(from, clock.Today, ct) is { } day)
        {
            var total = done + await reviews.CountDue(clock.Today, ct);
            var reviewed = await reviewing.Review(
                reviews.Due(day, ct), day, () => run.Progress.Report(new(Interlocked.Increment(ref done), total)), ct);
            run.Progress.Report(new(done, total));

            // Who cannot be reviewed must not keep the days after it from everybody else.
            (stuck, from) = reviewed == 0 ? (await reviews.CountDue(day, ct), day.AddDays(1)) : (stuck, day);
        }

        if (await policies.AwaitsSweep(clock.Today, ct))
        {
            stuck += await SweepAsync(run, ct);
        }

        await escalator.RunAsync(run, done, ct);
        FailOver(stuck);
    }

    private static void FailOver(long stuck)
    {
        if (stuck > 0)
        {
            throw new JobFailedException($"{stuck} customers could not be reviewed; the log says why.");
        }
    }

    /// <summary>Answers how many could not be reviewed; asking again would not help them.</summary>
    private async Task<long> SweepAsync(JobRun run, CancellationToken ct)
    {
        var (looked, total) = (0L, await reviews.CountAll(ct));
        var (book, today) = (await policies.Newest(ct), clock.Today);
        var sweep = new Sweep(reviews, reviewing, book, today);
        var stuck = await sweep.RunAsync(more => run.Progress.Report(new(Interlocked.Add(ref looked, more), total)), ct);
        await policies.Swept(book, today, ct);
        run.Progress.Report(new(looked, looked));
        return stuck;
    }
}
