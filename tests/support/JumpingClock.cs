namespace Lifecycle.Tests.Support;

/// <summary>A machine's clock that a test sets ahead and back. Whatever waits a minute or more by it waits no time.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan NoTime = TimeSpan.FromMilliseconds(20);

    private long ahead;

    public TimeSpan Ahead
    {
        get => new(Interlocked.Read(ref ahead));
        set => Interlocked.Exchange(ref ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Shorten(dueTime), Shorten(period));

    private static TimeSpan Shorten(TimeSpan wait) => wait < Minute ? wait : NoTime;
}
