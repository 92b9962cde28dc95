using System.Runtime.CompilerServices;
using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>What senders left behind that died.</summary>
internal sealed class CareLeftovers(IOutbox outbox, IReadOnlyList<IChannel> channels, IBusinessClock clock)
{
    /// <summary>Whether there is anything.</summary>
    public async Task<bool> AnyAsync(CancellationToken ct) => await LeftBehind(ct).AnyAsync(ct);

    /// <summary>Finds out what became of it, and has what never left wait again.</summary>
    public async Task ClearUpAsync(CancellationToken ct)
    {
        var (known, inHand) = (new List<DeliveryReport>(), new List<LeftDispatch>());
        await foreach (var (left, remembering) in LeftBehind(ct))
        {
            if (left.IsInHand)
            {
                inHand.Add(left);
                continue;
            }

            if (await FateAsync(left, remembering) is { } fate)
            {
                known.Add(new(left.Key, left.Ticket, new(fate, fate == DeliveryFate.Sent ? null : "sender-vanished"), clock.Now));
            }
        }

        await outbox.Report(known, ct);
        await outbox.GiveBack(inHand, ct);
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

    /// <summary>What became of a message; null: who knows cannot tell just now, and is asked again with the next run.</summary>
    private static async Task<DeliveryFate?> FateAsync(LeftDispatch left, IChannel? remembering)
    {
        try
        {
            return remembering is null ? DeliveryFate.Unknown : await remembering.FateOf(left.Key, left.Ticket);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What dead senders had in their hands, with the channel that can tell what became of it; null: nobody can.</summary>
    private async IAsyncEnumerable<(LeftDispatch Left, IChannel? Remembering)> LeftBehind([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var owned in (await outbox.Left(ct)).ToLookup(l => l.Owner))
        {
            var own = channels.FirstOrDefault(c => c.Owner == owned.Key);
            var remembering = own?.Remembers == true ? own : null;
            var isHere = own is not null && remembering is null;
            if (remembering is null && !isHere && (Survives(owned.Key) || owned.All(l => l.IsInDoubt) || !await outbox.IsGone(owned.Key, ct)))
            {
                continue;
            }

            // A run that begins here has nothing in hand yet: what is was taken by a commit that ended after it was given up.
            foreach (var left in owned.Where(l => remembering is not null || (isHere ? l.IsInHand : !l.IsInDoubt)))
            {
                yield return (left, remembering);
            }
        }
    }

    // A folder may come back with whoever has it; a process does not.
    private static bool Survives(string owner) => owner.StartsWith(IChannel.SurvivingOwner, StringComparison.Ordinal);
}
