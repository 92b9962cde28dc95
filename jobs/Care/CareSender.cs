using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Sends what is due, each message on the facts of the moment it leaves.</summary>
internal sealed class CareSender(IOutbox outbox, IReadOnlyList<IChannel> channels, CareMessages messages, IBusinessClock clock)
{
    // While one page travels, the next one is decided.
    private const int PagesAtOnce = 2;
    private const int MessagesAtOnce = 8;

    // Minutes until another attempt: doubled each time, to an hour.
    private const int FirstPause = 1;
    private const int LongestPause = 60;

    // Where no channel is set up, somebody must: looked at again after that.
    private static readonly TimeSpan NoChannelPause = TimeSpan.FromHours(1);

    private static readonly Delivery NotSent = Delivery.Deferred(CareDecision.Retry);

    // Whoever has no place under a rate yet asks again after that.
    private static readonly TimeSpan QueuePause = TimeSpan.FromMinutes(10);

    // What has left and could not be reported since the database was away: known here alone, so it is not forgotten.
    private readonly ConcurrentQueue<DeliveryReport> unreported = [];

    /// <summary>Whether an hour has come, or a sender died.</summary>
    public async Task<bool> IsDueAsync(CancellationToken ct)
    {
        if (!unreported.IsEmpty || await outbox.AnyDue(clock.Now, ct))
        {
            return true;
        }

        return await LeftBehind(ct).AnyAsync(ct);
    }

    /// <summary>Clears up after senders that died, then sends.</summary>
    public async Task RunAsync(IProgress<JobProgress> progress, CancellationToken ct)
    {
        await ReportAsync([], ct);
        await ClearUpAsync(ct);
        var sent = 0L;
        var present = new List<IAsyncDisposable>();
        try
        {
            foreach (var channel in channels.Where(c => !c.Remembers))
            {
                present.Add(await outbox.Present(channel.Owner, ct));
            }

            await Task.WhenAll(Enumerable.Range(0, PagesAtOnce).Select(_ => Task.Run(PagesAsync, ct)));
        }
        finally
        {
            foreach (var shown in present)
            {
                await shown.DisposeAsync();
            }
        }

        async Task PagesAsync()
        {
            for (OutboxCursor? next = OutboxCursor.Start; next is { } after;)
            {
                var page = await TakeAsync(after, ct);
                await SendAsync(page.Taken);
                progress.Report(new(Interlocked.Add(ref sent, page.Taken.Count), null));
                next = page.Next;
            }
        }
    }

    private async Task<OutboxPage> TakeAsync(OutboxCursor after, CancellationToken ct)
    {
        var given = new List<TakenMessage>();
        try
        {
            return await outbox.Take(after, clock.Now, Keep, ct);
        }
        catch
        {
            // Whether they were taken nobody knows, but certainly none has left: a ticket that was not taken says nothing.
            given.ForEach(t => unreported.Enqueue(new(t.Message.Key, t.Ticket, NotSent, clock.Now)));
            throw;
        }

        Taking Keep(CareProgramme programme, CareFacts facts, CareDecision before, CareRates rates)
        {
            var taking = Decide(programme, facts, before, rates);
            if (taking.Taken is { } taken)
            {
                given.Add(taken);
            }

            return taking;
        }
    }

    // From here on they leave, whoever wants the run to stop.
    private async Task SendAsync(IReadOnlyList<TakenMessage> taken)
    {
        var reports = new ConcurrentBag<DeliveryReport>();
        await Parallel.ForEachAsync(taken, new ParallelOptions { MaxDegreeOfParallelism = MessagesAtOnce }, async (message, _) =>
        {
            var delivery = await SendAsync(message);
            reports.Add(new(message.Message.Key, message.Ticket, delivery, clock.Now + Pause(message.Attempts)));
        });
        await ReportAsync(reports, CancellationToken.None);
    }

    private async Task<Delivery> SendAsync(TakenMessage message)
    {
        // A slow server must not make an evening's message a night's.
        if (clock.Now >= message.Until)
        {
            return NotSent;
        }

        try
        {
            return await message.Channel.SendAsync(message.Message, message.Ticket, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A bug of one channel must not take the reports of all others with it.
            return new(DeliveryFate.Unknown, "channel-failed");
        }
    }

    private async Task ReportAsync(IEnumerable<DeliveryReport> reports, CancellationToken ct)
    {
        foreach (var report in reports)
        {
            unreported.Enqueue(report);
        }

        var telling = new List<DeliveryReport>();
        while (unreported.TryDequeue(out var report))
        {
            telling.Add(report);
        }

        try
        {
            await outbox.Report(telling, ct);
        }
        catch
        {
            telling.ForEach(unreported.Enqueue);
            throw;
        }
    }

    private async Task ClearUpAsync(CancellationToken ct)
    {
        var reports = new List<DeliveryReport>();
        await foreach (var (left, remembering) in LeftBehind(ct))
        {
            var fate = remembering is null ? DeliveryFate.Unknown : await remembering.FateOf(left.Key, left.Ticket);
            reports.Add(new(left.Key, left.Ticket, new(fate, fate == DeliveryFate.Sent ? null : "sender-vanished"), clock.Now));
        }

        await outbox.Report(reports, ct);
        await outbox.Doubt([.. channels.Where(c => c.Remembers).Select(c => c.Owner)], clock.Now, ct);
        foreach (var channel in channels)
        {
            try
            {
                await channel.Tidy();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What lies there can wait; the other channels' messages cannot.
            }
        }
    }

    /// <summary>What dead senders had in their hands, with the channel that can tell what became of it; null: nobody can.</summary>
    private async IAsyncEnumerable<(LeftDispatch Left, IChannel? Remembering)> LeftBehind([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var owned in (await outbox.Left(ct)).ToLookup(l => l.Owner))
        {
            var own = channels.FirstOrDefault(c => c.Owner == owned.Key);
            var remembering = own?.Remembers == true ? own : null;
            if (remembering is null && (own is not null || Survives(owned.Key) || owned.All(l => l.IsInDoubt) || !await outbox.IsGone(owned.Key, ct)))
            {
                continue;
            }

            foreach (var left in owned.Where(l => remembering is not null || !l.IsInDoubt))
            {
                yield return (left, remembering);
            }
        }
    }

    private Taking Decide(CareProgramme programme, CareFacts facts, CareDecision before, CareRates rates)
    {
        var now = clock.Now;
        var fresh = CareDeciding.Decide(before.Key, facts, programme, now, before);
        if (fresh.Outcome != CareOutcome.Scheduled || fresh.SendAfter > now)
        {
            return new(fresh);
        }

        var (rule, evening) = (programme.Find(before.Key)!, SendingDay.Evening(now, facts.Zone));
        if (before.Key.Channel == CareChannels.Task)
        {
            return new(fresh, Task: CareTodos.Of(fresh, rule, facts));
        }

        if (channels.FirstOrDefault(c => c.Name == before.Key.Channel) is not { } channel)
        {
            return new(fresh with { Outcome = CareOutcome.Held, Reason = "no-channel", LookAgain = now + NoChannelPause });
        }

        // Whoever waited for its place has it now; a message that is tried again had its own.
        if (before.Reason is not (CareDecision.Rate or CareDecision.Retry) && rates.Take(rule, now) is var place && place != now)
        {
            return place < evening
                ? new(fresh with { Outcome = CareOutcome.Held, Reason = CareDecision.Rate, LookAgain = place })
                : new(fresh with { Outcome = CareOutcome.Held, Reason = "queue", LookAgain = now + QueuePause < evening ? now + QueuePause : evening });
        }

        return messages.Make(fresh, rule, facts) is { } message
            ? new(fresh, new(channel, message, Guid.NewGuid().ToString("N"), before.Attempts, evening))
            : new(fresh with { Outcome = CareOutcome.TemplateError, Reason = null });
    }

    // A folder may come back with whoever has it; a process does not.
    private static bool Survives(string owner) => owner.StartsWith(IChannel.SurvivingOwner, StringComparison.Ordinal);

    private static TimeSpan Pause(int attempts) => TimeSpan.FromMinutes(Math.Min(FirstPause << Math.Min(attempts, 10), LongestPause));
}
