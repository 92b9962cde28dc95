using Lifecycle.Cluster.Messages;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Cluster.Customers;

/// <summary>
/// What this silo sends to one customer: one call under way, and whatever comes meanwhile goes with the next. So commands
/// stay in the order in which they were submitted, which calls of their own would not, and a busy customer costs few calls.
/// </summary>
internal sealed partial class Mailbag(ICustomerGrain grain, int mostWaiting, ILogger log)
{
    private const int MostTogether = 500;

    private readonly Lock door = new();
    private List<Letter> waiting = [];
    private bool isClosed;
    private bool isUnderWay;

    /// <summary>Takes a letter along, or answers it at once where too many wait. False: the bag is closed for good, take another.</summary>
    /// <param name="closed">Called once, when nothing is left to send.</param>
    public bool TryPost(Letter letter, Action closed)
    {
        lock (door)
        {
            if (isClosed)
            {
                return false;
            }

            if (waiting.Count >= mostWaiting && !letter.Asked.Patiently)
            {
                // As from a full queue: told at once, instead of waiting behind everybody else.
                letter.Complete(new(VerdictStatus.Unavailable, Failures.Overloaded, null));
                return true;
            }

            waiting.Add(letter);
            if (isUnderWay)
            {
                return true;
            }

            isUnderWay = true;
        }

        _ = CarryAsync(closed);
        return true;
    }

    private async Task CarryAsync(Action closed)
    {
        while (TakeOut() is { Count: > 0 } letters)
        {
            var verdicts = await CallAsync(letters.ConvertAll(letter => letter.Asked).ToArray());
            for (var i = 0; i < letters.Count; i++)
            {
                letters[i].Complete(verdicts[i]);
            }
        }

        closed();
    }

    private List<Letter> TakeOut()
    {
        lock (door)
        {
            var taken = waiting.GetRange(0, Math.Min(MostTogether, waiting.Count));
            waiting = waiting.GetRange(taken.Count, waiting.Count - taken.Count);
            isClosed = taken.Count == 0;
            return taken;
        }
    }

    private async Task<Verdict[]> CallAsync(Asked[] commands)
    {
        try
        {
            return Array.ConvertAll((await grain.Submit(new(commands))).Value, answered => answered.Verdict);
        }
        catch (Exception e)
        {
            // Another silo died, is not reached, or cannot be understood: what it committed before, nobody can tell from here.
            NoAnswer(log, commands.Length, e.GetType().Name, e.Message);
            return Array.ConvertAll(commands, _ => new Verdict(VerdictStatus.Unavailable, Failures.OutcomeUnknown, null));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Commands} commands got no answer from their grain: {Kind}: {Reason}")]
    private static partial void NoAnswer(ILogger log, int commands, string kind, string reason);
}
