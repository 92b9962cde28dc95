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
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var last = await FeedReader.LastGivenAsync(connection, ct);
        if (now.Last < last)
        {
            hints.Changed();
        }

        while (now.Last < last)
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
        Fence? fence = null;
        while (true)
        {
            hinted = false;
            var last = await FeedReader.LastGivenAsync(connection, ct);
            if (fence is null && (state?.Epoch != epoch || last > state.Last))
            {
                fence = await FeedReader.FenceAsync(connection, last, ct);
            }

            if (fence is not null && await FeedReader.IsSettledAsync(connection, fence, ct))
            {
                await AdvanceAsync(connection, epoch, fence.Last, ct);
                fence = null;
            }
            else if (!hinted)
            {
                await connection.WaitAsync(fence is null ? LooksAnyway : UntilSettled, ct);
            }
        }
    }

    /// <summary>Takes everything up to a settled number. In a new epoch the feed begins there.</summary>
    private async Task AdvanceAsync(NpgsqlConnection connection, string epoch, long settled, CancellationToken ct)
    {
        if (state is not { } known || known.Epoch != epoch)
        {
            Publish(epoch, settled, settled, []);
            return;
        }

        for (var last = known.Last; last < settled;)
        {
            var page = await FeedReader.ReadAsync(connection, last, settled, FeedReader.PageSize, ct);
            last = page.Count < FeedReader.PageSize ? settled : page[^1].Number;
            var recent = state.Recent.AddRange(page);
            var dropped = Math.Max(0, recent.Length - MostRecent);
            Publish(epoch, last, dropped == 0 ? state.RecentAfter : recent[dropped - 1].Number, recent[dropped..]);
        }
    }

    private void Publish(string epoch, long last, long recentAfter, ImmutableArray<AlertFeedEntry> recent)
    {
        var before = moved;
        moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        state = new(epoch, last, recentAfter, recent, moved.Task);
        started.TrySetResult();
        before.TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alert stream stands still until the database is back: {Reason}")]
    private static partial void Interrupted(ILogger log, string reason);
}
