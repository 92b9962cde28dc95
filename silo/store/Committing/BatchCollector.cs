using System.Threading.Channels;

namespace Lifecycle.Store.Committing;

/// <summary>
/// Takes what waits in a queue for the next commit. Of two items with the same key the second waits for the verdict
/// on the first, and so does whatever follows a registration of the same customer, or the undoing of an import.
/// </summary>
internal sealed class BatchCollector(ChannelReader<WorkItem> queue)
{
    private const int MostCustomers = 500;
    private const int MostItems = 2000;

    private List<WorkItem> deferred = [];

    /// <summary>
    /// Until something waits, and for as long as more keeps coming: whoever was just answered often has the next one
    /// ready, and a commit costs the same round trips for one as for many. Nobody waits for time to pass.
    /// </summary>
    public async ValueTask<bool> WaitAsync(CancellationToken ct)
    {
        if (deferred.Count == 0 && !await queue.WaitToReadAsync(ct))
        {
            return false;
        }

        int waiting;
        do
        {
            waiting = queue.Count;
            await Task.Yield();
        }
        while (queue.Count > waiting && queue.Count < MostItems);

        return true;
    }

    public List<WorkItem> Collect()
    {
        var batch = new List<WorkItem>();
        var customers = new HashSet<string>(StringComparer.Ordinal);
        var weight = 0;
        var alone = new HashSet<string>(StringComparer.Ordinal);
        var postingKeys = new HashSet<(string, string)>();
        var requestKeys = new HashSet<string>(StringComparer.Ordinal);
        var waiting = deferred;
        deferred = [];

        foreach (var item in waiting)
        {
            Take(item);
        }

        while (weight < MostItems && customers.Count < MostCustomers && deferred.Count < MostItems && queue.TryRead(out var item))
        {
            Take(item);
        }

        return batch;

        void Take(WorkItem item)
        {
            var mustWait =
                alone.Contains(item.CustomerId)
                || (item.IsAlone && customers.Contains(item.CustomerId))
                || (item.Weight > 1 && weight > 0 && weight + item.Weight > MostItems)
                || (item.PostingKey is { } key && !postingKeys.Add(key))
                || (item.Origin.Idempotency is { } request && !requestKeys.Add(request.Key));
            if (mustWait)
            {
                deferred.Add(item);
                return;
            }

            batch.Add(item);
            weight += item.Weight;
            customers.Add(item.CustomerId);
            if (item.IsAlone)
            {
                alone.Add(item.CustomerId);
            }
        }
    }
}
