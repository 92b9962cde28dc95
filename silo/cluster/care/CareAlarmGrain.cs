using Lifecycle.Cluster.Scheduling;
using Lifecycle.Grains;
using Lifecycle.Store;
using Orleans.Runtime;

namespace Lifecycle.Cluster.Care;

/// <summary>
/// Has the care job look at once when the next message may leave, instead of with its next minute. It decides nothing and
/// may be late or missing: the job finds what is due by itself. What it is set to is Orleans' own state, and nobody else's.
/// </summary>
internal sealed class CareAlarmGrain(
    [PersistentState("alarm", CareAlarmGrain.Storage)] IPersistentState<CareAlarmState> alarm,
    Database database, IBusinessClock clock, HangfireSchedule schedule) : Grain, ICareAlarmGrain, IRemindable
{
    /// <summary>The name of the grain storage.</summary>
    public const string Storage = "orleans";

    private const string Reminder = "next";

    // Reminders repeat; this one is set anew or taken away whenever it rings. If its silo dies over that, it rings again.
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task Set()
    {
        var next = await NextAsync();
        if (next is not null && next == alarm.State.RingsAt)
        {
            return;
        }

        if (next is { } at)
        {
            var wait = at - clock.Now;
            await this.RegisterOrUpdateReminder(Reminder, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Again);
        }
        else if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        if (next != alarm.State.RingsAt)
        {
            alarm.State.RingsAt = next;
            await alarm.WriteStateAsync();
        }
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        schedule.Look(ICareAlarmGrain.Only);
        return Set();
    }

    private async Task<DateTimeOffset?> NextAsync()
    {
        await using var command = database.Readers.CreateCommand(
            "SELECT min(send_after) FROM message WHERE status = 'scheduled' AND send_after > $1");
        command.Parameters.Add(new() { Value = clock.Now.ToUniversalTime() });
        return await command.ExecuteScalarAsync() is DateTime next ? new DateTimeOffset(next) : null;
    }
}
