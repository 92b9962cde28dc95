using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Verifying;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Jobs;

/// <summary>A new policy is swept over everybody: it moves whom it moves, once, whatever happens on the way.</summary>
public sealed class SweepTests
{
    private const int Customers = 1300;

    // Customer i sells for 10 000 i and a cent: from 10 on effective before, from 1000 on after.
    private static readonly string Stricter = PolicyReader.DefaultJson.Replace(
        "\"sales\", \"operator\": \">\", \"threshold\": 100000 } ] },\n    { \"class\": \"new.ineffective\"",
        "\"sales\", \"operator\": \">\", \"threshold\": 10000000 } ] },\n    { \"class\": \"new.ineffective\"",
        StringComparison.Ordinal);

    [Fact]
    public async Task A_sweep_commits_only_whom_the_policy_moves_and_again_nobody()
    {
        await using var host = await FilledAsync();
        await using var elsewhere = await StoreHost.StartAsync(host.ConnectionString);
        await PublishAsync(elsewhere);
        var moving = await host.AskAsync<long>("SELECT count(*) FROM customer WHERE class = 'new.effective' AND sales <= 1000000000");
        Assert.InRange(moving, 100, Customers - 100);

        await SweepAsync(host);
        Assert.Equal(moving, await RatingsAsync(host));
        await SweepAsync(host);
        Assert.Equal(moving, await RatingsAsync(host));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task A_sweep_says_what_a_review_of_each_says()
    {
        await using var swept = await FilledAsync();
        await using var reviewed = await FilledAsync();
        foreach (var host in new[] { swept, reviewed })
        {
            await PublishAsync(host);
        }

        await SweepAsync(swept);
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => reviewed.Customers
            .SubmitPatiently($"c{i}", new ReviewRating(reviewed.Clock.Today), StoreHost.Origin, CancellationToken.None).AsTask()));

        Assert.Equal(await SaidAsync(reviewed), await SaidAsync(swept));
    }

    [Theory]
    [InlineData(Failpoints.Decided)]
    [InlineData(Failpoints.Written)]
    [InlineData(Failpoints.Committed)]
    public async Task A_sweep_that_was_killed_is_finished_by_another_and_moves_nobody_twice(string failpoint)
    {
        await using var filled = await FilledAsync();
        var dying = await StoreHost.StartAsync(filled.ConnectionString, new() { Committers = 1 });
        await PublishAsync(filled);
        var (vanished, commits) = (new Held(), 0);
        dying.Failpoints.Hook = name => name == failpoint && Interlocked.Increment(ref commits) == 2 ? vanished.HoldOnceAsync() : Task.CompletedTask;
        var sweep = SweepAsync(dying);
        await vanished.Reached;
        await filled.AskAsync<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND application_name = 'lifecycle-committer'");
        await using var survivor = await StoreHost.StartAsync(filled.ConnectionString);
        Assert.InRange(await RatingsAsync(survivor), 1, Customers - 1);

        await SweepAsync(survivor);

        Assert.False(sweep.IsCompleted);
        Assert.Equal(0L, await survivor.AskAsync<long>("SELECT count(*) FROM customer WHERE class = 'new.effective' AND sales <= 1000000000"));
        Assert.Equal(0L, await survivor.AskAsync<long>("SELECT count(*) FROM (SELECT FROM rating WHERE policy_version = 2 GROUP BY customer_id HAVING count(*) > 1) twice"));
        await VerifyAsync(survivor);
        await dying.Database.DisposeAsync();
    }

    [Fact]
    public async Task A_cancelled_sweep_stops_and_the_next_one_goes_on()
    {
        await using var host = await FilledAsync(new() { Committers = 1 });
        await PublishAsync(host);
        using var cancel = new CancellationTokenSource();
        var (held, commits) = (new Held(), 0);
        host.Failpoints.Hook = name => name == Failpoints.Taken && Interlocked.Increment(ref commits) == 2 ? held.HoldOnceAsync() : Task.CompletedTask;
        var sweep = ReRate(host).RunAsync(new("all", new Progress<JobProgress>()), cancel.Token);
        await held.Reached;
        await cancel.CancelAsync();
        held.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sweep);
        host.Failpoints.Hook = null;
        await SweepAsync(host);
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer WHERE class = 'new.effective' AND sales <= 1000000000"));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task A_sweep_says_whom_it_could_not_review_and_is_done_with_the_others()
    {
        await using var host = await FilledAsync();
        await PublishAsync(host);
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE customer SET packed = '', version = version + 1 WHERE id = 'c7'");
        Assert.True(await ReRate(host).IsDueAsync(CancellationToken.None));

        var failed = await Assert.ThrowsAsync<JobFailedException>(() => SweepAsync(host));
        Assert.StartsWith("1 customers", failed.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer WHERE class = 'new.effective' AND sales <= 1000000000"));

        // It is in quarantine now: asking again would change nothing, so nobody does.
        Assert.False(await ReRate(host).IsDueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_cannot_be_committed_now_fails_the_sweep_at_once()
    {
        await using var host = await FilledAsync();
        await PublishAsync(host);
        await host.Customers.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<JobFailedException>(() => SweepAsync(host)).WaitAsync(Machine.Guard);
    }

    private static async Task<StoreHost> FilledAsync(CommitOptions? options = null)
    {
        Assert.NotEqual(PolicyReader.DefaultJson, Stricter);
        var host = await StoreHost.StartAsync(options: options);
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => host.RegisterAsync($"c{i}").AsTask()));
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => host.PostAsync($"c{i}", $"{i}", (1_000_000L * i) + 1).AsTask()));
        return host;
    }

    private static async Task VerifyAsync(StoreHost host) =>
        Assert.Empty(await new Verifier(host.Database, host.Policies).Verify(new Progress<(long, long)>(), CancellationToken.None));

    private static Task PublishAsync(StoreHost host) => host.Policies.PublishAsync(Stricter, host.Clock.Today, host.Clock.Now, CancellationToken.None);

    private static Task SweepAsync(StoreHost host) => ReRate(host).RunAsync(new("all", new Progress<JobProgress>()), CancellationToken.None);

    private static Lifecycle.Jobs.Rating.ReRate ReRate(StoreHost host) => TimeTests.ReRate(host);

    private static Task<long> RatingsAsync(StoreHost host) => host.AskAsync<long>("SELECT count(*) FROM rating WHERE policy_version = 2");

    private static Task<string> SaidAsync(StoreHost host) => host.AskAsync<string>("""
        SELECT string_agg(concat_ws(' ', c.id, class, score, tier, sales, receivable, overdue, next_review_on, a.kind, a.status, a.from_value, a.to_value), E'\n' ORDER BY c.id, a.kind)
        FROM customer c LEFT JOIN alert a ON a.customer_id = c.id
        """);
}
