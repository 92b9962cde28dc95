using System.Runtime.CompilerServices;

namespace Lifecycle.Store.Reading;

/// <summary>
/// Postings have the right of way: while many are committed, by whatever silo, whoever reads everybody takes a share of the time and
/// stands still for the rest. Quiet threads alone do not see to it: the server reads for them with a process like any other.
/// </summary>
/// <param name="posted">Counts postings of all silos.</param>
internal sealed class RightOfWay(Func<CancellationToken, ValueTask<long>> posted, TimeProvider time)
{
    // Postings a second from which on one gives way: below, there is time for both.
    private const int Many = 500;

    // Of the time, the part that is left for reading.
    private const int Share = 6;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>The same chunks, no faster than there is room for them.</summary>
    public async IAsyncEnumerable<T> GiveAsync<T>(IAsyncEnumerable<T> chunks, [EnumeratorCancellation] CancellationToken ct)
    {
        var (isBusy, seen, since) = (false, await posted(ct), time.GetTimestamp());
        var begun = since;
        await foreach (var chunk in chunks.WithCancellation(ct))
        {
            yield return chunk;
            if (time.GetElapsedTime(since) is var passed && passed >= Window)
            {
                var now = await posted(ct);
                (isBusy, seen, since) = (now - seen >= Many * passed.TotalSeconds, now, time.GetTimestamp());
            }

            if (isBusy)
            {
                await Task.Delay(time.GetElapsedTime(begun) * (Share - 1), time, ct);
            }

            begun = time.GetTimestamp();
        }
    }
}
