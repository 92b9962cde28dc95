using Lifecycle.Grains;
using MimeKit;

namespace Lifecycle.Silo.Mail;

/// <summary>A few connections, opened when they are needed and kept for a while.</summary>
internal sealed partial class SmtpPool : IDisposable
{
    private readonly SmtpSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly SemaphoreSlim places;
    private readonly ITimer sweeper;
    private readonly Lock guard = new();
    private Stack<SmtpLine>? idle = new();
    private volatile Failure? last;

    public SmtpPool(SmtpSettings settings, TimeProvider time, ILogger log)
    {
        (this.settings, this.time, this.log) = (settings, time, log);
        places = new(settings.Connections);
        sweeper = time.CreateTimer(_ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sends a message over a connection of the pool, or over a new one.</summary>
    public async Task<Delivery> SendAsync(MimeMessage mail, CancellationToken ct)
    {
        try
        {
            await places.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return Delivery.Cancelled;
        }

        try
        {
            var delivery = TakeIdle() is { } used ? await SendAsync(used, mail, ct) : null;
            return delivery is null || SmtpFates.MayBeStale(delivery) ? await SendAnewAsync(mail, ct) : delivery;
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose()
    {
        sweeper.Dispose();
        lock (guard)
        {
            foreach (var line in idle ?? [])
            {
                line.Dispose();
            }

            idle = null;
        }
    }

    private async Task<Delivery> SendAnewAsync(MimeMessage mail, CancellationToken ct)
    {
        // Thousands of messages would wait in vain, one after the other, for the same server.
        if (last is { } failure && time.GetElapsedTime(failure.At) < settings.Pause)
        {
            return failure.Delivery;
        }

        SmtpLine line;
        try
        {
            line = await SmtpLine.OpenAsync(settings, ct);
        }
        catch (Exception e)
        {
            return ct.IsCancellationRequested ? Delivery.Cancelled : Note(SmtpFates.OfOpening(e), e);
        }

        last = null;
        return await SendAsync(line, mail, ct);
    }

    private async Task<Delivery> SendAsync(SmtpLine line, MimeMessage mail, CancellationToken ct)
    {
        var delivery = await line.SendAsync(mail, ct);
        if (!Keep(line))
        {
            await line.EndAsync();
        }

        return delivery;
    }

    /// <summary>Said once until a connection stands again; no message has to do with it, so nobody is named.</summary>
    private Delivery Note(Delivery delivery, Exception e)
    {
        if (last?.Delivery != delivery)
        {
            Unreachable(log, settings.Host, delivery.Reason!, e.Message);
        }

        last = new(delivery, time.GetTimestamp());
        return delivery;
    }

    private bool Keep(SmtpLine line)
    {
        lock (guard)
        {
            if (idle is null || !line.IsOpen)
            {
                return false;
            }

            line.UsedAt = time.GetTimestamp();
            idle.Push(line);
            sweeper.Change(settings.Idle, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    private SmtpLine? TakeIdle()
    {
        lock (guard)
        {
            // The last one used comes first: when that is too old, they all are.
            return idle is { Count: > 0 } && IsFresh(idle.Peek()) ? idle.Pop() : null;
        }
    }

    private void Sweep()
    {
        lock (guard)
        {
            var (kept, old) = (idle?.Where(IsFresh).Reverse().ToList() ?? [], idle?.Where(line => !IsFresh(line)).ToList() ?? []);
            idle = idle is null ? null : new(kept);
            old.ForEach(line => _ = line.EndAsync());
            if (kept.Count > 0)
            {
                sweeper.Change(settings.Idle, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private bool IsFresh(SmtpLine line) => time.GetElapsedTime(line.UsedAt) < settings.Idle;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server {Host} cannot be used, {Reason}: {Text}")]
    private static partial void Unreachable(ILogger log, string host, string reason, string text);

    private sealed record Failure(Delivery Delivery, long At);
}
