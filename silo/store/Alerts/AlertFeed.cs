using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.Alerts;

/// <summary>
/// Follows the feed with one connection per silo, for all its clients: woken by a hint, or by itself after a second. Keeps
/// the newest entries in memory; who is further behind reads pages from the database.
/// </summary>
public sealed partial class AlertFeed(Database database, AlertHints hints, TimeProvider time, ILogger<AlertFeed> log) : BackgroundService, IAlertFeed
{
    private const int MostRecent = 2000;

    private static readonly TimeSpan LooksAnyway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UntilSettled = TimeSpan.FromMilliseconds(10);

    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile AlertFeedState? state;

    /// <inheritdoc/>
    public async ValueTask<AlertFeedState> State(CancellationToken ct)
    {
        await started.Task.WaitAsync(ct);
        return state!;
    }

    /// <inheritdoc/>
    public async ValueTask<AlertFeedState> Now(CancellationToken ct)
    {
        var now = await State(ct);
        long last;
        await using (var connection = await database.Readers.OpenConnectionAsync(ct))
        {
            // Given back before waiting: those who wait for the feed must not keep it from reading.
            last = await FeedReader.LastGivenAsync(connection, ct);
        }

        if (now.Settled < last)
        {
            hints.Changed();
        }

        while (now.Settled < last)
        {
            await now.Moved.WaitAsync(ct);
            now = await State(ct);
        }

        return now;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AlertFeedEntry>> Read(AlertFeedState state, long after, CancellationToken ct)
    {
        if (after >= state.Last)
        {
            return [];
        }

        if (after >= state.RecentAfter)
        {
            return [.. state.Recent.SkipWhile(e => e.Number <= after)];
        }

        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await FeedReader.ReadAsync(connection, after, state.Last, FeedReader.PageSize, ct);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Interrupted(log, e.Message);
                await Task.Delay(LooksAnyway, time, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var hinted = false;
        connection.Notification += (_, _) => hinted = true;
        await connection.Command($"LISTEN {AlertHints.ChannelName}").ExecuteNonQueryAsync(ct);
        var epoch = await FeedReader.EpochAsync(connection, ct);
        var (fence, settled) = ((Fence?)null, (long?)null);
        while (true)
        {
            hinted = false;
            var last = await FeedReader.LastGivenAsync(connection, ct);
            if (fence is null && last != settled)
            {
                fence = await FeedReader.FenceAsync(connection, last, ct);
            }

            if (fence is not null && await FeedReader.IsSettledAsync(connection, fence, ct))
            {
                await AdvanceAsync(connection, epoch, fence.Last, ct);
                (settled, fence) = (fence.Last, null);
            }
            else if (!hinted)
            {
                await connection.WaitAsync(fence is null ? LooksAnyway : UntilSettled, ct);
            }
        }
    }

    /// <summary>
    /// Takes everything up to a settled number; in a new epoch the feed begins there. It stands at its last entry, not at
    /// the number: one that nobody committed may be given out again after a crash of the server.
    /// </summary>
    private async Task AdvanceAsync(NpgsqlConnection connection, string epoch, long settled, CancellationToken ct)
    {
        var known = state;
        if (known is null || known.Epoch != epoch)
        {
            var newest = await FeedReader.NewestAsync(connection, settled, ct);
            Publish(epoch, newest, settled, newest, []);
            return;
        }

        var isMore = true;
        for (var last = known.Last; isMore;)
        {
            var page = await FeedReader.ReadAsync(connection, last, settled, FeedReader.PageSize, ct);
            isMore = page.Count == FeedReader.PageSize;
            last = page.Count > 0 ? page[^1].Number : last;
            var recent = known.Recent.AddRange(page);
            var dropped = Math.Max(0, recent.Length - MostRecent);
            known = Publish(epoch, last, isMore ? known.Settled : settled, dropped == 0 ? known.RecentAfter : recent[dropped - 1].Number, recent[dropped..]);
        }
    }

    private AlertFeedState Publish(string epoch, long last, long settled, long recentAfter, ImmutableArray<AlertFeedEntry> recent)
    {
        var before = moved;
        moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var next = new AlertFeedState(epoch, last, settled, recentAfter, recent, moved.Task);
        state = next;
        started.TrySetResult();
        before.TrySetResult();
        return next;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alert stream stands still until the database is back: {Reason}")]
    private static partial void Interrupted(ILogger log, string reason);
}
