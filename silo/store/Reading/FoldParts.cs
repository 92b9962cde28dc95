using System.Collections.Concurrent;
using Lifecycle.Grains;

namespace Lifecycle.Store.Reading;

/// <summary>The parts of a result that several cores add customers to: each works on a part that nobody else has.</summary>
internal sealed class FoldParts<TCustomer, T>(Func<T> begin, IProgress<long>? progress)
    where T : class, IFold<TCustomer, T>
{
    private readonly ConcurrentBag<T> idle = [];
    private long done;

    public void Add(IEnumerable<TCustomer> customers)
    {
        var part = idle.TryTake(out var found) ? found : begin();
        var count = 0;
        foreach (var customer in customers)
        {
            part.Add(customer);
            count++;
        }

        idle.Add(part);
        progress?.Report(Interlocked.Add(ref done, count));
    }

    /// <summary>The whole, once every part is back.</summary>
    public T Join()
    {
        var whole = begin();
        foreach (var part in idle)
        {
            whole.Join(part);
        }

        return whole;
    }
}
