using Lifecycle.Grains;

namespace Lifecycle.Jobs.Rating;

/// <summary>Submits reviews, many at once and a bounded number.</summary>
internal sealed class Reviewing(ICustomers customers)
{
    // Enough that every committer finds a full batch when it comes back, and postings still find room in its queue.
    private const int AtOnce = 4000;

    private static readonly Origin Origin = new("job:re-rate");

    /// <summary>Reviews customers as of a day.</summary>
    /// <param name="onReviewed">Told after each one, by several threads.</param>
    /// <returns>How many were reviewed; one that the review put aside is not among them.</returns>
    /// <exception cref="JobFailedException">The machine could not answer; what was not reviewed stays to be done.</exception>
    public async Task<long> Review(IAsyncEnumerable<string> ids, DateOnly day, Action onReviewed, CancellationToken ct)
    {
        var reviewed = 0L;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(ids, options, async (id, token) =>
        {
            var verdict = await customers.SubmitPatiently(id, new ReviewRating(day), Origin, token);
            if (verdict is { Status: VerdictStatus.Unavailable, Refusal: { } refusal })
            {
                throw new JobFailedException($"A review was not possible now: {refusal.Code}.");
            }

            if (verdict.Status == VerdictStatus.Accepted)
            {
                Interlocked.Increment(ref reviewed);
            }

            onReviewed();
        });
        return reviewed;
    }
}
