using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics;
using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Sends what is due, each message on the facts of the moment it leaves.</summary>
internal sealed class CareSender(IOutbox outbox, IReadOnlyList<IChannel> channels, CareMessages messages, IBusinessClock clock)
{
    // While one page travels, the next one is decided.
    private const int PagesAtOnce = 2;

    // So many of a page are begun with one commit and travel at once, and are in doubt when the sender is killed: a few, and more where each takes
    // so little that the commits would take as long.
    private const int Few = 8;
    private const int Many = 50;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(4);

    // Minutes until another attempt: doubled each time, to an hour.
    private const int FirstPause = 1;
    private const int LongestPause = 60;

    // Where no channel is set up, somebody must: looked at again after that.
    private static readonly TimeSpan NoChannelPause = TimeSpan.FromHours(1);

    private static readonly Delivery NotSent = Delivery.Deferred(CareDecision.Retry);

    // Whoever has no place under a rate yet asks again after that.
    private static readonly TimeSpan QueuePause = TimeSpan.FromMinutes(10);

    private static readonly IReadOnlySet<string> Nobody = FrozenSet<string>.Empty;

    private readonly CareLeftovers left = new(outbox, channels, clock);
    private volatile int together = Few;

    // What has left and is not reported yet, be it that the database was away: known here alone, so it is not forgotten.
    private readonly ConcurrentQueue<DeliveryReport> unreported = [];

    /// <summary>Whether an hour has come, or a sender died.</summary>
    public async Task<bool> IsDueAsync(CancellationToken ct)
    {
        if (!unreported.IsEmpty || await outbox.AnyDue(clock.Now, ct))
        {
            return true;
        }

        return await left.AnyAsync(ct);
    }

    /// <summary>Clears up after senders that died, then sends.</summary>
    public async Task RunAsync(IProgress<JobProgress> progress, CancellationToken ct)
    {
        await ReportAsync(ct);
        await left.ClearUpAsync(ct);
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
        var sent = 0;
        try
        {
            while (sent < taken.Count)
            {
                var some = taken.Skip(sent).Take(together).ToList();
                var begun = await BeginAsync(some);
                sent += some.Count;
                var started = Stopwatch.GetTimestamp();
                await Task.WhenAll(some.Select(message => Task.Run(async () =>
                    Add(message, begun.Contains(message.Message.Key) ? await SendAsync(message) : NotSent))));
                together = Stopwatch.GetElapsedTime(started) < Quick * some.Count ? Many : Few;
            }
        }
        catch
        {
            // It could not be written down that they begin, so they did not.
            taken.Skip(sent).ToList().ForEach(message => Add(message, NotSent));
            throw;
        }

        await ReportAsync(CancellationToken.None);

        void Add(TakenMessage message, Delivery delivery) => unreported.Enqueue(
            new(message.Message.Key, message.Ticket, delivery, delivery == NotSent ? clock.Now : clock.Now + Pause(message.Attempts)));
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

    /// <summary>Writes down that messages go on the wire now, and what became of others; answers with the keys of those that may.</summary>
    private async Task<IReadOnlySet<string>> BeginAsync(IReadOnlyCollection<TakenMessage> next)
    {
        // Whoever remembers has begun them with the claim, and can be asked.
        var (remembered, others) = (next.Where(m => m.Channel.Remembers), next.Where(m => !m.Channel.Remembers).ToList());
        var begun = others.Count > 0 ? await WriteAsync(others, CancellationToken.None) : Nobody;
        return remembered.Select(m => m.Message.Key).Concat(begun).ToHashSet(StringComparer.Ordinal);
    }

    private Task ReportAsync(CancellationToken ct) => WriteAsync([], ct);

    private async Task<IReadOnlySet<string>> WriteAsync(IReadOnlyCollection<TakenMessage> next, CancellationToken ct)
    {
        var telling = new List<DeliveryReport>();
        while (unreported.TryDequeue(out var report))
        {
            telling.Add(report);
        }

        try
        {
            return await outbox.Begin(next, telling, ct);
        }
        catch
        {
            telling.ForEach(unreported.Enqueue);
            throw;
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

    private static TimeSpan Pause(int attempts) => TimeSpan.FromMinutes(Math.Min(FirstPause << Math.Min(attempts, 10), LongestPause));
}
