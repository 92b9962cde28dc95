using Lifecycle.Api.Imports.Csv;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Running;

/// <summary>Many commands for real: all at once, those that depend on each other in their order.</summary>
internal sealed class Submission(ICustomers customers, Patience patience)
{
    // As many as reviews have: every committer finds a full batch when it comes back, and postings still find room in its queue.
    private readonly SemaphoreSlim room = new(4000);

    /// <summary>Submits what rows ask for and answers the verdicts, in the same order; and whether any had to be sent twice.</summary>
    public async Task<(Verdict[] Verdicts, bool Resent)> SubmitAsync(IReadOnlyList<RowContent> contents, Origin origin, CancellationToken ct)
    {
        var verdicts = new Verdict[contents.Count];
        var queues = Enumerable.Range(0, contents.Count)
            .GroupBy(i => contents[i].Order, StringComparer.Ordinal)
            .Select(group => new Queue<int>(group))
            .ToList();

        for (var attempt = 0; ; attempt++)
        {
            var obstacles = await Task.WhenAll(queues.Select(queue => DrainAsync(queue, contents, verdicts, origin, ct)));
            queues.RemoveAll(queue => queue.Count == 0);
            if (queues.Count == 0)
            {
                return (verdicts, attempt > 0);
            }

            await patience.WaitAsync(attempt, obstacles.First(obstacle => obstacle is not null)!.Code, ct);
        }
    }

    /// <summary>Submits one after the other; stops at one that the machine cannot answer now, and says why.</summary>
    private async Task<Refusal?> DrainAsync(
        Queue<int> queue, IReadOnlyList<RowContent> contents, Verdict[] verdicts, Origin origin, CancellationToken ct)
    {
        while (queue.TryPeek(out var at))
        {
            var verdict = await SubmitAsync(contents[at], origin, ct);
            if (verdict.Status == VerdictStatus.Unavailable)
            {
                return verdict.Refusal;
            }

            verdicts[queue.Dequeue()] = verdict;
        }

        return null;
    }

    private async Task<Verdict> SubmitAsync(RowContent content, Origin origin, CancellationToken ct)
    {
        await room.WaitAsync(ct);
        try
        {
            return await customers.SubmitPatiently(content.CustomerId, content.Command, origin, ct);
        }
        finally
        {
            room.Release();
        }
    }
}
