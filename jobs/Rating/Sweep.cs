using System.Threading.Channels;
using Lifecycle.Grains;

namespace Lifecycle.Jobs.Rating;

/// <summary>
/// Compares everybody with the policy in force: packed states stream through the pure rating on all cores, while those
/// that it moves are reviewed. A sweep that was killed begins again and finds nothing to do where it was done.
/// </summary>
internal sealed class Sweep(IReviews reviews, Reviewing reviewing, PolicyBook policies, DateOnly today)
{
    private const int Found = 4000;

    /// <summary>Runs to the end; answers how many were moved and could not be reviewed.</summary>
    /// <param name="onLooked">Told after some customers were looked at how many more they are, by several threads.</param>
    public async Task<long> RunAsync(Action<int> onLooked, CancellationToken ct)
    {
        var moved = Channel.CreateBounded<string>(Found);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var looking = LookAsync(moved.Writer, onLooked, stop.Token);
        try
        {
            var met = 0L;
            var reviewed = await reviewing.Review(moved.Reader.ReadAllAsync(stop.Token), today, () => Interlocked.Increment(ref met), stop.Token);
            return met - reviewed;
        }
        finally
        {
            // Whatever ended the reviews, nobody takes from the channel any more.
            await stop.CancelAsync();
            await looking;
        }
    }

    /// <summary>Finds who is moved. Never throws: what it ends with, whoever reads the channel meets.</summary>
    private async Task LookAsync(ChannelWriter<string> moved, Action<int> onLooked, CancellationToken ct)
    {
        try
        {
            await Parallel.ForEachAsync(reviews.All(ct), ct, async (chunk, token) =>
            {
                foreach (var customer in chunk)
                {
                    if (IsMoved(customer))
                    {
                        await moved.WriteAsync(customer.Id, token);
                    }
                }

                onLooked(chunk.Count);
            });
            moved.Complete();
        }
        catch (Exception e)
        {
            moved.Complete(e);
        }
    }

    /// <summary>Whether a rating of today would differ in what it says, or the next step day or an alert would.</summary>
    private bool IsMoved(PackedCustomer packed)
    {
        try
        {
            var customer = packed.Unpack();
            var fresh = Customer.Rate(customer, today, policies);
            var (rated, before) = (fresh.State.Standing!, customer.Standing);

            // That another version says the same is no news.
            return before is null
                || (rated with { PolicyVersion = before.PolicyVersion }).DiffersFrom(before)
                || rated.NextReviewOn != before.NextReviewOn
                || !fresh.Alerts.IsEmpty
                || !fresh.Tiers.IsEmpty;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return true; // its review puts it aside, or names it in the log, and everybody else goes on
        }
    }
}
