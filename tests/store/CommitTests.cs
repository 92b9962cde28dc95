using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>What a commit answers, and what it leaves in the tables.</summary>
public sealed class CommitTests
{
    [Fact]
    public async Task A_posting_is_stored_rated_and_answered_with_the_new_rating()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        var verdict = await host.PostAsync("c", "1", 15_000_000);

        Assert.Equal(VerdictStatus.Accepted, verdict.Status);
        Assert.Equal("new.effective", verdict.Rated!.Standing.Class);
        Assert.Equal(2, verdict.Rated.Version);
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM posting"));
        Assert.Equal("dormant.prospect,new.effective", await host.AskAsync<string>("SELECT string_agg(class, ',' ORDER BY version) FROM rating"));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task The_same_content_again_is_a_duplicate_and_other_content_a_conflict()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        await host.RegisterAsync("d");
        await host.PostAsync("c", "1", 100);

        Assert.Equal(VerdictStatus.Duplicate, (await host.PostAsync("c", "1", 100)).Status);
        Assert.Equal("posting-conflict", (await host.PostAsync("c", "1", 101)).Refusal!.Code);
        Assert.Equal("posting-conflict", (await host.PostAsync("d", "1", 100)).Refusal!.Code);
        Assert.Equal("customer-not-found", (await host.PostAsync("nobody", "1", 100)).Refusal!.Code);
        Assert.Equal("customer-not-found", (await host.PostAsync("nobody", "2", 100)).Refusal!.Code);
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Of_two_items_with_one_key_in_one_batch_exactly_one_wins()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.RegisterAsync("c");
        await host.RegisterAsync("d");

        var (together, first) = await HoldFirstAsync(host, "c");
        var same = new[] { host.PostAsync("c", "k", 5).AsTask(), host.PostAsync("c", "k", 5).AsTask(), host.PostAsync("d", "k", 7).AsTask() };
        together.Release();

        Assert.Equal(VerdictStatus.Accepted, (await first).Status);
        Assert.Equal(
            [VerdictStatus.Accepted, VerdictStatus.Duplicate, VerdictStatus.Refused],
            (await Task.WhenAll(same)).Select(v => v.Status));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Strangers_leave_nothing_and_cost_their_neighbours_nothing()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.RegisterAsync("c");
        var (together, first) = await HoldFirstAsync(host, "c");
        var rest = new[] { host.PostAsync("nobody", "1", 5).AsTask(), host.PostAsync("c", "2", 6).AsTask(), host.PostAsync("nobody", "3", 7).AsTask() };
        together.Release();

        await first;
        Assert.Equal(["customer-not-found", null, "customer-not-found"], (await Task.WhenAll(rest)).Select(v => v.Refusal?.Code));
        Assert.Equal("customer-not-found", (await host.PostAsync("nobody", "1", 5)).Refusal!.Code);
        Assert.Equal("2,first", await host.AskAsync<string>("SELECT string_agg(external_id, ',' ORDER BY external_id) FROM posting"));

        // Nobody's id may become somebody's, and the keys are free.
        await host.RegisterAsync("nobody");
        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("nobody", "1", 5)).Status);
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Who_is_registered_elsewhere_while_a_batch_waits_for_its_locks_is_no_stranger()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.RegisterAsync("a");
        await host.RegisterAsync("c");
        Assert.Equal("customer-not-found", (await host.PostAsync("somebody", "1", 5)).Refusal!.Code);
        var (together, first) = await HoldFirstAsync(host, "a");
        var rest = new[] { host.PostAsync("c", "2", 6).AsTask(), host.PostAsync("somebody", "1", 5).AsTask() };

        // Another silo, which holds a neighbour meanwhile.
        await using var other = await host.Database.Readers.OpenConnectionAsync();
        await using (var transaction = await other.BeginTransactionAsync())
        {
            await other.Command("SELECT FROM customer WHERE id = 'c' FOR UPDATE").ExecuteNonQueryAsync();
            await other.Command("INSERT INTO customer (id, version, packed) SELECT 'somebody', version, packed FROM customer WHERE id = 'c'").ExecuteNonQueryAsync();
            together.Release();
            await Machine.UntilAsync(
                async () => await host.AskAsync<bool>(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '%FOR NO KEY UPDATE%')"),
                "the lock of a neighbour");
            await transaction.CommitAsync();
        }

        Assert.All(await Task.WhenAll([first, .. rest]), v => Assert.Equal(VerdictStatus.Accepted, v.Status));
        Assert.Equal(3L, await host.AskAsync<long>("SELECT count(*) FROM posting"));
    }

    [Fact]
    public async Task What_waits_together_is_one_commit_and_one_rating()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.RegisterAsync("c");
        var (together, first) = await HoldFirstAsync(host, "c");
        var rest = Enumerable.Range(0, 100).Select(i => host.PostAsync("c", $"k{i}", 5).AsTask()).ToArray();
        together.Release();

        await first;
        Assert.All(await Task.WhenAll(rest), v => Assert.Equal(3, v.Rated!.Version));
        Assert.Equal(3L, await host.AskAsync<long>("SELECT count(*) FROM rating"));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_refused_registration_leaves_no_trace()
    {
        await using var host = await StoreHost.StartAsync();
        var verdict = await host.Customers.Submit(
            "c", new ChangeProfile(host.Clock.Today, null, new(), new(), Register: true), StoreHost.Origin);

        Assert.Equal("required", verdict.Refusal!.Code);
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer"));
    }

    [Fact]
    public async Task A_reversal_takes_a_posting_back_once_and_may_release_its_key()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        await host.PostAsync("c", "1", 100);
        await host.PostAsync("c", "2", 100);

        Assert.Equal(VerdictStatus.Accepted, (await ReverseAsync("1", release: false)).Status);
        Assert.Equal(VerdictStatus.Duplicate, (await ReverseAsync("1", release: false)).Status);
        Assert.Equal(VerdictStatus.Duplicate, (await host.PostAsync("c", "1", 100)).Status);
        Assert.Equal(VerdictStatus.Accepted, (await ReverseAsync("2", release: true)).Status);
        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "2", 300)).Status);
        Assert.Equal(VerdictStatus.Accepted, (await ReverseAsync("2", release: true)).Status);
        Assert.Equal(VerdictStatus.Duplicate, (await ReverseAsync("2", release: true)).Status);
        Assert.Equal("posting-not-found", (await ReverseAsync("3", release: true)).Refusal!.Code);
        await Verification.VerifyAsync(host);

        ValueTask<Verdict> ReverseAsync(string key, bool release) => host.Customers.Reverse("test", key, release, host.Clock.Today, StoreHost.Origin);
    }

    [Fact]
    public async Task A_key_released_later_is_released_by_the_second_reversal()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        await host.PostAsync("c", "1", 100);
        await host.Customers.Reverse("test", "1", releaseKey: false, host.Clock.Today, StoreHost.Origin);
        Assert.Equal(VerdictStatus.Duplicate, (await host.Customers.Reverse("test", "1", releaseKey: true, host.Clock.Today, StoreHost.Origin)).Status);

        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "1", 200)).Status);
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_full_queue_answers_at_once()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1, QueueLength = 1 });
        await host.RegisterAsync("c");
        var held = Hold(host, Failpoints.Taken);
        var first = Submit("1");
        await held.Reached;
        var waiting = Submit("2");
        var tooMuch = await Submit("3");
        held.Release();

        Assert.Equal("overloaded", tooMuch.Refusal!.Code);
        Assert.Equal(VerdictStatus.Unavailable, tooMuch.Status);
        Assert.Equal(VerdictStatus.Accepted, (await first).Status);
        Assert.Equal(VerdictStatus.Accepted, (await waiting).Status);

        Task<Verdict> Submit(string key) => host.Customers.Submit(
            "c", new AcceptPosting(host.Clock.Today, new("test", key, "c", PostingKind.Shipment, 1, host.Clock.Today, null)), StoreHost.Origin).AsTask();
    }

    [Fact]
    public async Task A_request_key_commits_with_its_effect()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        var key = new Origin("tester", Idempotency: new("k", [1]));

        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "1", 100, origin: key)).Status);
        Assert.Equal(VerdictStatus.Duplicate, (await host.PostAsync("c", "1", 100, origin: key)).Status);
        var other = await host.PostAsync("c", "2", 100, origin: key with { Idempotency = new("k", [2]) });
        Assert.Equal("idempotency-key-reused", other.Refusal!.Code);
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM posting"));

        // A request that was refused did nothing: its key may come again, corrected.
        var refused = new Origin("tester", Idempotency: new("r", [1]));
        Assert.Equal(VerdictStatus.Refused, (await host.PostAsync("c", "1", 999, origin: refused)).Status);
        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "9", 999, origin: refused with { Idempotency = new("r", [2]) })).Status);
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_publication_is_seen_by_the_very_next_commit()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        await host.PostAsync("c", "1", 15_000_000);
        await TestPostgres.ExecuteAsync(host.ConnectionString, """
            INSERT INTO policy (version, in_force_from, document, published_at)
            SELECT 2, '2026-06-15', jsonb_set(document, '{classes,0,all,2,threshold}', '1000000'), now() FROM policy;
            UPDATE rules SET epoch = epoch + 1;
            """);

        var standing = (await host.PostAsync("c", "2", 100)).Rated!.Standing;
        Assert.Equal((2, "new.ineffective"), (standing.PolicyVersion, standing.Class));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Folding_the_deltas_changes_no_figure()
    {
        await using var host = await StoreHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.RegisterAsync($"c{i}", manager: i % 3 == 0 ? null : $"m{i % 3}");
            await host.PostAsync($"c{i}", $"{i}", 1_000_000 * i + 1);
            if (i % 7 == 0)
            {
                await host.Compactor.FoldAsync(CancellationToken.None);
                await Verification.VerifyAsync(host);
            }
        }

        await host.Compactor.FoldAsync(CancellationToken.None);
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM portfolio_delta"));
        await Verification.VerifyAsync(host);
    }

    /// <summary>A first commit, held until the rest waits together: then they are one batch.</summary>
    private static async Task<(Held Together, Task<Verdict> First)> HoldFirstAsync(StoreHost host, string customer)
    {
        var together = Hold(host, Failpoints.Taken);
        var first = host.PostAsync(customer, "first", 1).AsTask();
        await together.Reached;
        return (together, first);
    }

    private static Held Hold(StoreHost host, string failpoint)
    {
        var held = new Held();
        host.Failpoints.Hook = name => name == failpoint ? held.HoldOnceAsync() : Task.CompletedTask;
        return held;
    }
}
