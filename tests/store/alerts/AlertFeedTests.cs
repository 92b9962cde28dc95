using Lifecycle.Grains;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Store.Alerting;

/// <summary>The feed on every silo: everything once, each customer's changes in their order, nothing before it is settled.</summary>
public sealed class AlertFeedTests
{
    [Fact]
    public async Task The_silo_that_began_first_but_came_second_is_told_second()
    {
        await using var one = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await using var two = await StoreHost.StartAsync(one.ConnectionString, new() { Committers = 1 });
        await LimitAsync(one, "a", "c");
        var start = (await one.Feed.Now(CancellationToken.None)).Last;

        // Somebody sits on customer a: silo one begins a transaction, waits there, and has not come to customer c.
        await using var blocker = new NpgsqlConnection(one.ConnectionString + ";Pooling=false");
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new NpgsqlCommand("SELECT FROM customer WHERE id = 'a' FOR UPDATE", blocker, transaction).ExecuteNonQueryAsync();
        var held = new Held();
        one.Failpoints.Hook = name => name == Lifecycle.Store.Committing.Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        var before = one.PostAsync("c", "0", 1).AsTask();
        await held.Reached;
        var first = new[] { one.PostAsync("a", "1", 200).AsTask(), one.PostAsync("c", "2", 1000, PostingKind.Repayment).AsTask() };
        held.Release();
        await before;
        await Machine.UntilAsync(
            async () => await one.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") > 0,
            "the older commit to wait");

        await two.PostAsync("c", "3", 500);
        await transaction.CommitAsync();
        await Task.WhenAll(first);

        var told = await FollowAsync(one, start, 5);
        Assert.Equal(told.Select(e => e.Number), (await FollowAsync(two, start, 5)).Select(e => e.Number));
        Assert.Equal(["credit_limit opened", "credit_limit closed"], told.Where(e => e.Snapshot.Contains("\"c\"", StringComparison.Ordinal) && e.Snapshot.Contains("credit_limit", StringComparison.Ordinal)).Select(e => $"credit_limit {e.Change}"));
    }

    [Fact]
    public async Task Nothing_is_told_that_an_older_commit_could_still_precede()
    {
        await using var host = await StoreHost.StartAsync();
        await using var other = await StoreHost.StartAsync(host.ConnectionString);
        await LimitAsync(host, "c0", "c1", "c2");
        var start = (await host.Feed.Now(CancellationToken.None)).Last;

        // The first to write holds a number of the feed and does not commit, while the others do.
        var held = new Held();
        host.Failpoints.Hook = name => name == Lifecycle.Store.Committing.Failpoints.Written ? held.HoldOnceAsync() : Task.CompletedTask;
        var slow = host.PostAsync("c0", "0", 200).AsTask();
        await held.Reached;
        await other.PostAsync("c1", "1", 200);
        await other.PostAsync("c2", "2", 200);

        Assert.Equal(start, (await host.Feed.State(CancellationToken.None)).Last);
        Assert.Equal(start, (await other.Feed.State(CancellationToken.None)).Last);
        held.Release();
        await slow;

        var told = await FollowAsync(host, start, 6);
        Assert.Equal(told.Select(e => e.Number).Order(), told.Select(e => e.Number));
        Assert.Contains("\"c0\"", told[0].Snapshot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_many_wait_for_the_feed_they_keep_nobody_from_reading()
    {
        await using var host = await StoreHost.StartAsync();
        await LimitAsync(host, "c");
        var held = new Held();
        host.Failpoints.Hook = name => name == Lifecycle.Store.Committing.Failpoints.Written ? held.HoldOnceAsync() : Task.CompletedTask;
        var slow = host.PostAsync("c", "0", 200).AsTask();
        await held.Reached;

        var waiting = Enumerable.Range(0, 200).Select(_ => host.Feed.Now(CancellationToken.None).AsTask()).ToArray();
        Assert.Equal(1, await host.AskAsync<int>("SELECT 1"));
        Assert.All(waiting, w => Assert.False(w.IsCompletedSuccessfully));

        held.Release();
        await slow;
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_number_that_nobody_committed_is_no_place()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await LimitAsync(host, "c", "d");
        await host.PostAsync("c", "1", 200);
        var before = await host.Feed.Now(CancellationToken.None);

        // As after a crash of the server: numbers were given out and seen, and are given out again.
        await host.AskAsync<long>("SELECT nextval('alert_change_number') + nextval('alert_change_number')");
        var after = await host.Feed.Now(CancellationToken.None);
        Assert.Equal((before.Last, before.Last + 2), (after.Last, after.Settled));
        await host.AskAsync<long>($"SELECT setval('alert_change_number', {before.Last})");
        await LoseReadersAsync(host);
        await host.PostAsync("d", "2", 200);

        Assert.Equal([before.Last + 1, before.Last + 2], (await FollowAsync(host, before.Last, 2)).Select(e => e.Number));
    }

    [Fact]
    public async Task Without_hints_the_feed_looks_by_itself()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await LimitAsync(host, "c");
        var start = (await host.Feed.Now(CancellationToken.None)).Last;
        await host.Hints.StopAsync(CancellationToken.None);

        await host.PostAsync("c", "1", 200);

        Assert.Equal(2, (await FollowAsync(host, start, 2)).Count);
    }

    [Fact]
    public async Task A_killed_connection_loses_nothing()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await LimitAsync(host, "c");
        var start = (await host.Feed.Now(CancellationToken.None)).Last;
        await LoseReadersAsync(host);

        await host.PostAsync("c", "1", 200);

        Assert.Equal(2, (await FollowAsync(host, start, 2)).Count);
    }

    [Fact]
    public async Task Who_is_far_behind_reads_pages_and_ends_up_with_the_same()
    {
        await using var host = await StoreHost.StartAsync();
        for (var i = 0; i < 1300; i += 100)
        {
            var batch = i;
            await Task.WhenAll(Enumerable.Range(0, 100).Select(n => LimitAsync(host, $"c{batch + n}")));
            await Task.WhenAll(Enumerable.Range(0, 100).Select(n => host.PostAsync($"c{batch + n}", $"{batch + n}", 200).AsTask()));
        }

        var told = await FollowAsync(host, 0, 2600);

        Assert.Equal(await host.AskAsync<long>("SELECT count(*) FROM alert_change"), told.Count);
        Assert.Equal(told.Select(e => e.Number).Distinct().Order(), told.Select(e => e.Number));
        Assert.True((await host.Feed.State(CancellationToken.None)).RecentAfter > 0);
    }

    private static async Task<List<AlertFeedEntry>> FollowAsync(StoreHost host, long after, int count)
    {
        using var guard = new CancellationTokenSource(Machine.Guard);
        var told = new List<AlertFeedEntry>();
        while (told.Count < count)
        {
            var state = await host.Feed.State(guard.Token);
            var page = await host.Feed.Read(state, told.Count == 0 ? after : told[^1].Number, guard.Token);
            told.AddRange(page);
            if (page.Count == 0)
            {
                await state.Moved.WaitAsync(guard.Token);
            }
        }

        return told;
    }

    private static Task LoseReadersAsync(StoreHost host) => host.AskAsync<long>(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND application_name = 'lifecycle-reader'");

    private static async Task LimitAsync(StoreHost host, params string[] ids)
    {
        foreach (var id in ids)
        {
            await host.Customers.SubmitPatiently(
                id, new ChangeProfile(host.Clock.Today, null, new() { CreditLimit = 100 }, new() { Name = "C" }, Register: true), StoreHost.Origin, CancellationToken.None);
        }
    }
}
