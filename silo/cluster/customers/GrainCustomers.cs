using System.Collections.Concurrent;
using Lifecycle.Cluster.Messages;
using Lifecycle.Grains;
using Lifecycle.Store;
using Lifecycle.Store.Committing;

namespace Lifecycle.Cluster.Customers;

/// <summary>The port through which everybody changes customers, on grains: in this silo or in another.</summary>
internal sealed class GrainCustomers(IGrainFactory grains, Database database, CommitOptions options, ILogger<GrainCustomers> log) : ICustomers
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Mailbag> bags = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<Verdict> Submit(string customerId, Command command, Origin origin) =>
        SendAsync(customerId, new(command, origin, null, Patiently: false));

    /// <inheritdoc/>
    public async ValueTask<Verdict> SubmitPatiently(string customerId, Command command, Origin origin, CancellationToken ct)
    {
        // What is on its way is not called back: its verdict is awaited, as that of a command in a queue is.
        ct.ThrowIfCancellationRequested();
        var asked = new Asked(command, origin, null, Patiently: true);
        var verdict = await SendAsync(customerId, asked);
        while (verdict.Refusal?.Code == Failures.OutcomeUnknown.Code && command is (ReviewRating or EscalateAlerts or UndoImport))
        {
            // Its silo may have died: done twice these do nothing more, so a job goes on once the customer lives elsewhere.
            await Task.Delay(Pause, ct);
            verdict = await SendAsync(customerId, asked);
        }

        return verdict;
    }

    /// <inheritdoc/>
    public ValueTask<Verdict> Reverse(string source, string externalId, bool releaseKey, DateOnly today, Origin origin) => Reversals.ReverseAsync(
        database, source, externalId, releaseKey, today, (id, command, target) => SendAsync(id, new(command, origin, target, Patiently: false)));

    private ValueTask<Verdict> SendAsync(string customerId, Asked asked)
    {
        var letter = new Letter(asked);
        while (!bags.GetOrAdd(customerId, id => new(grains.GetGrain<ICustomerGrain>(id), options.QueueLength, log)).TryPost(letter, () => bags.TryRemove(customerId, out _)))
        {
            // It was just emptied for good; the next one is new.
        }

        return new(letter.Answer);
    }
}
