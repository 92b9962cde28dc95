namespace Lifecycle.Tests.Silo.Mail;

/// <summary>Time that only a test lets pass, with one timer at a time.</summary>
internal sealed class HandSetTime : TimeProvider
{
    private readonly List<HandSetTimer> timers = [];
    private long now = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandSetTimer(this, callback, state);
        timer.Change(dueTime, period);
        timers.Add(timer);
        return timer;
    }

    public void Pass(TimeSpan span)
    {
        now += span.Ticks;
        timers.ForEach(t => t.FireIfDue());
    }

    private sealed class HandSetTimer(HandSetTime time, TimerCallback callback, object? state) : ITimer
    {
        private long due = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.now + dueTime.Ticks;
            return true;
        }

        public void FireIfDue()
        {
            if (due <= time.now)
            {
                due = long.MaxValue;
                callback(state);
            }
        }

        public void Dispose() => due = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
