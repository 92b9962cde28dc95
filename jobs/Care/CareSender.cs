using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Sends what is due, each message on the facts of the moment it leaves.</summary>
internal sealed class CareSender(
    IOutbox outbox, IMessageChannel channel, IMessageTemplates templates, IBusinessClock clock, CareSettings settings)
{
    private const int MostTries = 3;

    /// <summary>Whether a message's hour has come, or a sender of ours left one behind.</summary>
    public async Task<bool> HasWorkAsync(CancellationToken ct)
    {
        if (!(await outbox.Left(channel.Owner, ct)).IsEmpty)
        {
            return true;
        }

        await foreach (var _ in outbox.Due(clock.Now, ct))
        {
            return true;
        }

        return false;
    }

    /// <summary>Clears up after senders that died, then sends.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var left in await outbox.Left(channel.Owner, ct))
        {
            // The ticket tells for certain: still there, it never left; gone, it did.
            if (await channel.Withdraw(left.Key, left.Ticket) == MessageFate.Left)
            {
                await outbox.Sent(left.Key, left.Ticket, ct);
            }
            else
            {
                await outbox.GiveBack(left.Key, left.Ticket, ct);
            }
        }

        await outbox.Doubt(channel.Owner, clock.Now, ct);
        await channel.Tidy();
        await foreach (var key in outbox.Due(clock.Now, ct))
        {
            await SendAsync(key, ct);
        }
    }

    private async Task SendAsync(string key, CancellationToken ct)
    {
        // A customer that changes all the time is left to the next run.
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await outbox.Find(key, ct) is not { } seen || await TrySendAsync(seen, ct))
            {
                return;
            }
        }
    }

    /// <summary>False: the facts have changed meanwhile.</summary>
    private async Task<bool> TrySendAsync(Dispatch seen, CancellationToken ct)
    {
        var now = clock.Now;
        var zone = SendingDay.Zone(seen.TimeZone, clock.Zone);
        var fresh = Greetings.Decide(seen.Decision.Key, seen.Contact, zone, now, seen.Decision);
        if (fresh != seen.Decision)
        {
            // Written down first, then looked at again: it may be due all the same.
            await outbox.Decide(seen, fresh, now, ct);
            return false;
        }

        if (fresh.SendAfter > now)
        {
            return true;
        }

        if (Render(seen) is not { } text)
        {
            return await outbox.Decide(seen, fresh with { Outcome = CareOutcome.TemplateError, Reason = "template-error" }, now, ct);
        }

        var contact = seen.Contact!;
        var message = new OutgoingMessage(
            seen.Decision.Key.MessageKey, contact.Name, contact.Email!, text, TimeZoneInfo.ConvertTime(now, zone));
        if (await channel.Prepare(message, ct) is not { } ticket)
        {
            return await outbox.Decide(seen, fresh with { Outcome = CareOutcome.NoAddress, Reason = "email-unusable" }, now, ct);
        }

        return await LeaveAsync(seen, message.Key, ticket, now, ct);
    }

    private async Task<bool> LeaveAsync(Dispatch seen, string key, string ticket, DateTimeOffset now, CancellationToken ct)
    {
        if (!await outbox.Claim(seen, channel.Owner, ticket, now, ct))
        {
            await channel.Withdraw(key, ticket);
            return false;
        }

        // From here on it leaves, whoever wants the run to stop.
        if (await channel.Release(key, ticket))
        {
            await outbox.Sent(key, ticket, CancellationToken.None);
        }

        return true;
    }

    private RenderedText? Render(Dispatch seen)
    {
        // An individual is its own first contact: the customer's name is the person's.
        var contact = seen.Contact!;
        var ownName = seen.Kind == CustomerKind.Individual && contact == seen.Person.Contacts[0] ? seen.Person.Name : null;
        try
        {
            return templates.Render(seen.Decision.Key.Occasion, contact.Language, new Dictionary<string, string?>
            {
                ["addressee"] = contact.Salutation ?? contact.Name ?? ownName,
                ["sender"] = settings.SenderName,
            });
        }
        catch (TemplateException)
        {
            return null;
        }
    }
}
