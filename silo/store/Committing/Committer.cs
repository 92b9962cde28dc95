using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Lifecycle.Grains;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>
/// Commits what waits in its queue, batch after batch, one in flight. Owns the activations of its share of the customers.
/// </summary>
internal sealed class Committer
{
    private const int MostAttempts = 5;

    private readonly CommitServices services;
    private readonly Channel<WorkItem> queue;
    private readonly BatchCollector collector;
    private readonly Activations activations;
    private readonly ConcurrentQueue<string> idle = new();
    private Witness witness = new(Guid.NewGuid(), 0);

    public Committer(CommitServices services)
    {
        this.services = services;
        queue = Channel.CreateBounded<WorkItem>(new BoundedChannelOptions(services.Options.QueueLength) { SingleReader = true });
        collector = new(queue.Reader);
        activations = new(services.Options.ResidentCustomers / services.Options.Committers);
    }

    public ChannelWriter<WorkItem> Queue => queue.Writer;

    public int Waiting => queue.Reader.Count;

    public int Resident => activations.Count;

    /// <summary>Drops an activation with the next batch; until then its memory is all it costs.</summary>
    public void Forget(string customerId) => idle.Enqueue(customerId);

    /// <summary>Runs until the queue is completed and empty. After <paramref name="kill"/> nothing is committed any more.</summary>
    public async Task RunAsync(CancellationToken kill)
    {
        while (await collector.WaitAsync(CancellationToken.None))
        {
            while (idle.TryDequeue(out var customer))
            {
                activations.Drop(customer);
            }

            var batch = collector.Collect();
            try
            {
                await CommitAsync(batch, kill);
            }
            catch (Exception e)
            {
                // Whatever it was, the next batch must find a committer.
                Log.Unexpected(services.Log, batch.Count, e);
                activations.DropAll();
                batch.ForEach(i => Answer(i, new(VerdictStatus.Unavailable, Failures.OutcomeUnknown, null)));
            }
        }
    }

    private async Task CommitAsync(List<WorkItem> items, CancellationToken kill)
    {
        for (var attempt = 1; items.Count > 0; attempt++)
        {
            try
            {
                await TryCommitAsync(items, kill);
                return;
            }
            catch (ExcludedException e)
            {
                if (e.UnreadableCustomer is { } unreadable)
                {
                    await QuarantineAsync(unreadable, e);
                }

                items.FindAll(i => e.Excludes(i)).ForEach(i => Answer(i, e.VerdictOn?.Invoke(i) ?? e.Verdict));
                items.RemoveAll(i => e.Excludes(i));
                attempt--; // it was no failure
            }
            catch (StrangersException e)
            {
                Array.ForEach(e.Customers, activations.Doubt);
                attempt--; // it was no failure
            }
            catch (OperationCanceledException) when (kill.IsCancellationRequested)
            {
                items.ForEach(i => Answer(i, new(VerdictStatus.Unavailable, Failures.Stopping, null)));
                return;
            }
            catch (Exception e)
            {
                if (await HandleAsync(e, items, attempt, kill))
                {
                    return;
                }
            }
        }
    }

    private async Task TryCommitAsync(List<WorkItem> items, CancellationToken kill)
    {
        kill.ThrowIfCancellationRequested();
        using var activity = services.Metrics.Begin();
        var begun = Stopwatch.GetTimestamp();
        await services.Failpoints.Reach(Failpoints.Taken);
        witness = witness with { Number = witness.Number + 1 };
        var attempt = new CommitAttempt(services, items, activations, witness);
        await using var connection = await services.Database.Committers.OpenConnectionAsync(kill);

        // Ended by COMMIT or by the connection, never disposed: a rollback on a lost connection would hide what was lost.
        var transaction = await connection.BeginTransactionAsync(kill);
        await attempt.RunAsync(connection, kill);
        await MakeDurableAsync(transaction);
        await services.Failpoints.Reach(Failpoints.Committed);

        foreach (var slot in attempt.Slots)
        {
            if (slot.State.IsRegistered)
            {
                activations.Put(slot.State);
            }
            else
            {
                activations.Drop(slot.Id);
            }
        }

        await services.Failpoints.Reach(Failpoints.Published);
        services.Metrics.Committed(items, Stopwatch.GetElapsedTime(begun));
        items.ForEach(i => Answer(i, attempt.VerdictOn(i)));
        if (attempt.Slots.Any(s => s.Alerted.Count > 0))
        {
            services.Hints.Changed();
        }
    }

    private async Task MakeDurableAsync(NpgsqlTransaction transaction)
    {
        try
        {
            // Not cancellable: once COMMIT is sent, only its reply or the database's own record tells the outcome.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e) when (Failures.Classify(e) == FailureKind.Gone)
        {
            Log.InDoubt(services.Log, e.Message);
            if (!await witness.WasCommittedAsync(services.Database))
            {
                throw new CommitLostException(e);
            }
        }
    }

    /// <summary>Answers whether the batch is done with.</summary>
    private async Task<bool> HandleAsync(Exception failure, List<WorkItem> items, int attempt, CancellationToken kill)
    {
        var kind = Failures.Classify(failure);
        services.Metrics.Failed(kind);
        switch (kind)
        {
            case FailureKind.Contention when attempt < MostAttempts:
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 << attempt)), CancellationToken.None);
                return false;

            case FailureKind.Contention:
                Log.GaveUp(services.Log, items.Count, failure);
                items.ForEach(i => Answer(i, new(VerdictStatus.Unavailable, Failures.Contended, null)));
                return true;

            case FailureKind.Gone:
                Log.DatabaseGone(services.Log, items.Count, failure.Message);
                activations.DropAll();
                items.ForEach(i => Answer(i, new(VerdictStatus.Unavailable, Failures.Unavailable, null)));
                return true;

            case FailureKind.OutcomeUnknown:
                activations.DropAll();
                items.ForEach(i => Answer(i, new(VerdictStatus.Unavailable, Failures.OutcomeUnknown, null)));
                return true;

            case FailureKind.Culprit when items.Count == 1:
                Log.Culprit(services.Log, items[0].CustomerId, failure);
                Answer(items[0], new(VerdictStatus.Refused, Failures.Name(failure), null));
                return true;

            default:
                var half = items.Count / 2;
                await CommitAsync(items.GetRange(0, half), kill);
                await CommitAsync(items.GetRange(half, items.Count - half), kill);
                return true;
        }
    }

    private void Answer(WorkItem item, Verdict verdict)
    {
        services.Metrics.Answered(verdict.Status);
        item.Complete(verdict);
    }

    private async Task QuarantineAsync(string customerId, Exception reason)
    {
        Log.Quarantined(services.Log, customerId, reason.Message);
        activations.Drop(customerId);
        await using var command = services.Database.Readers.CreateCommand(
            "INSERT INTO quarantine (customer_id, reason, since) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new() { Value = customerId });
        command.Parameters.Add(new() { Value = reason.Message });
        await command.ExecuteNonQueryAsync();
    }
}
