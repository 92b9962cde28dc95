namespace Lifecycle.Grains;

/// <summary>Messages to gateways that failed, tried again because a person wants it.</summary>
public interface IReplays
{
    /// <summary>
    /// Makes a message that failed, or of which nobody knows, a scheduled one again: it is decided anew like any other when
    /// its turn comes. One that waits already is left as it is. Refused: <c>message-not-found</c>, <c>message-not-failed</c>,
    /// <c>message-expired</c>.
    /// </summary>
    ValueTask<Verdict> Replay(string key, DateTimeOffset now, CancellationToken ct);
}
