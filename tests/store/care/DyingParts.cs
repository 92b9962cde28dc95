using Lifecycle.Grains;

namespace Lifecycle.Tests.Store.Care;

/// <summary>Who throws it is dead.</summary>
internal sealed class DeadException : Exception
{
    public static void If(bool now)
    {
        if (now)
        {
            throw new DeadException();
        }
    }
}

/// <summary>Sends like another, but nobody can ask it afterwards: as a mail server does.</summary>
/// <param name="together">So many wait for each other before they leave.</param>
internal sealed class ForgetfulChannel(IChannel channel, int together = 1) : IChannel
{
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int here;

    public string Name => channel.Name;

    public string Owner { get; } = "process-" + Guid.NewGuid();

    public async ValueTask<Delivery> SendAsync(OutgoingMessage message, string ticket, CancellationToken ct)
    {
        if (Interlocked.Increment(ref here) == together)
        {
            all.SetResult();
        }

        await all.Task;
        return await channel.SendAsync(message, ticket, ct);
    }

    public ValueTask<DeliveryFate> FateOf(string key, string ticket) => ValueTask.FromResult(DeliveryFate.Unknown);

    public ValueTask Tidy() => ValueTask.CompletedTask;
}

internal sealed class DyingChannel(IChannel channel, string step) : IChannel
{
    public string Name => channel.Name;

    public string Owner => channel.Owner;

    public bool Remembers => channel.Remembers;

    public ValueTask<Delivery> SendAsync(OutgoingMessage message, string ticket, CancellationToken ct) => channel.SendAsync(message, ticket, ct);

    public async ValueTask<DeliveryFate> FateOf(string key, string ticket)
    {
        if (step == "cannot tell")
        {
            throw new IOException(step);
        }

        var fate = await channel.FateOf(key, ticket);
        DeadException.If(step == "after fate");
        return fate;
    }

    public ValueTask Tidy() => channel.Tidy();
}

internal class PassingOutbox(IOutbox outbox) : IOutbox
{
    public ValueTask<bool> AnyDue(DateTimeOffset now, CancellationToken ct) => outbox.AnyDue(now, ct);

    public virtual ValueTask<OutboxPage> Take(
        OutboxCursor after, DateTimeOffset now, Func<CareProgramme, CareFacts, CareDecision, CareRates, Taking> decide, CancellationToken ct) =>
        outbox.Take(after, now, decide, ct);

    public virtual ValueTask Report(IReadOnlyCollection<DeliveryReport> reports, CancellationToken ct) => outbox.Report(reports, ct);

    public virtual ValueTask<IReadOnlySet<string>> Begin(
        IReadOnlyCollection<TakenMessage> next, IReadOnlyCollection<DeliveryReport> ended, CancellationToken ct) => outbox.Begin(next, ended, ct);

    public ValueTask GiveBack(IReadOnlyCollection<LeftDispatch> inHand, CancellationToken ct) => outbox.GiveBack(inHand, ct);

    public ValueTask<IReadOnlyList<LeftDispatch>> Left(CancellationToken ct) => outbox.Left(ct);

    public virtual ValueTask<IAsyncDisposable> Present(string owner, CancellationToken ct) => outbox.Present(owner, ct);

    public ValueTask<bool> IsGone(string owner, CancellationToken ct) => outbox.IsGone(owner, ct);

    public ValueTask Doubt(IReadOnlyCollection<string> mine, DateTimeOffset now, CancellationToken ct) => outbox.Doubt(mine, now, ct);
}

/// <summary>Dies at a step, and whoever is dead takes and reports nothing more.</summary>
internal sealed class DyingOutbox(IOutbox outbox, string step) : PassingOutbox(outbox)
{
    private string step = step;
    private bool isDead;

    public void Revive() => (step, isDead) = ("none", false);

    public override async ValueTask<OutboxPage> Take(
        OutboxCursor after, DateTimeOffset now, Func<CareProgramme, CareFacts, CareDecision, CareRates, Taking> decide, CancellationToken ct)
    {
        Die(step == "before take");
        var page = await base.Take(after, now, decide, ct);
        Die(step == "after take" && page.Taken.Count > 0);
        return page;
    }

    public override async ValueTask Report(IReadOnlyCollection<DeliveryReport> reports, CancellationToken ct)
    {
        Die(step == "before report" && reports.Count > 0);
        await base.Report(reports, ct);
        Die(step == "after report" && reports.Count > 0);
    }

    public override async ValueTask<IReadOnlySet<string>> Begin(
        IReadOnlyCollection<TakenMessage> next, IReadOnlyCollection<DeliveryReport> ended, CancellationToken ct)
    {
        Die((step == "before begin" && next.Count > 0) || (step == "before report" && ended.Count > 0));
        var begun = await base.Begin(next, ended, ct);
        Die((step == "after begin" && next.Count > 0) || (step == "after report" && ended.Count > 0));
        return begun;
    }

    private void Die(bool now)
    {
        isDead |= now;
        DeadException.If(isDead);
    }
}

/// <summary>Lets something happen once, just before messages are taken.</summary>
internal sealed class Meanwhile(IOutbox outbox, Func<Task> happens) : PassingOutbox(outbox)
{
    private readonly Lazy<Task> once = new(happens);

    public override async ValueTask<OutboxPage> Take(
        OutboxCursor after, DateTimeOffset now, Func<CareProgramme, CareFacts, CareDecision, CareRates, Taking> decide, CancellationToken ct)
    {
        await once.Value;
        return await base.Take(after, now, decide, ct);
    }
}

/// <summary>
/// Lets something happen once, before anything goes on the wire; whoever looks meanwhile takes its sender for dead, as when its session broke.
/// Until then the sender takes one page: its other hand would take again what is given back.
/// </summary>
internal sealed class TakenForDead(IOutbox outbox, Func<Task> happens) : PassingOutbox(outbox)
{
    private readonly TaskCompletionSource happened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int pages;

    public override ValueTask<IAsyncDisposable> Present(string owner, CancellationToken ct) => ValueTask.FromResult<IAsyncDisposable>(new Nothing());

    public override async ValueTask<OutboxPage> Take(
        OutboxCursor after, DateTimeOffset now, Func<CareProgramme, CareFacts, CareDecision, CareRates, Taking> decide, CancellationToken ct)
    {
        if (Interlocked.Increment(ref pages) > 1)
        {
            await happened.Task;
        }

        return await base.Take(after, now, decide, ct);
    }

    public override async ValueTask<IReadOnlySet<string>> Begin(
        IReadOnlyCollection<TakenMessage> next, IReadOnlyCollection<DeliveryReport> ended, CancellationToken ct)
    {
        if (next.Count > 0 && !happened.Task.IsCompleted)
        {
            await happens();
            happened.SetResult();
        }

        return await base.Begin(next, ended, ct);
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
