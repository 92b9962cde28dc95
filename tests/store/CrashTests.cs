using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>A silo that dies at every failpoint: nothing acknowledged is lost, and a repetition doubles nothing.</summary>
public sealed class CrashTests
{
    public static TheoryData<string> Failpoints => [.. Lifecycle.Store.Committing.Failpoints.All];

    [Theory]
    [MemberData(nameof(Failpoints))]
    public async Task A_silo_that_vanishes_at(string failpoint)
    {
        await using var survivor = await StoreHost.StartAsync();
        var dying = await StoreHost.StartAsync(survivor.ConnectionString, new CommitOptions { Committers = 1 });
        await dying.RegisterAsync("c");
        await dying.RegisterAsync("d");
        await dying.PostAsync("c", "acknowledged", 500_000);

        // Hangs at the failpoint for ever, as a process does that is killed there.
        var vanished = new Held();
        dying.Failpoints.Hook = name => name == failpoint ? vanished.HoldOnceAsync() : Task.CompletedTask;
        var unanswered = new[]
        {
            dying.PostAsync("c", "1", 100_000).AsTask(),
            dying.PostAsync("d", "2", 200_000).AsTask(),
            dying.Customers.Reverse("test", "acknowledged", releaseKey: true, dying.Clock.Today, StoreHost.Origin).AsTask(),
        };
        await vanished.Reached;
        await survivor.AskAsync<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND application_name = 'lifecycle-committer'");

        // Whoever got no answer says it again; whether it had been committed must make no difference.
        await survivor.PostAsync("c", "1", 100_000);
        await survivor.PostAsync("d", "2", 200_000);
        await survivor.Customers.Reverse("test", "acknowledged", releaseKey: true, survivor.Clock.Today, StoreHost.Origin);

        Assert.All(unanswered, task => Assert.False(task.IsCompleted));
        Assert.Equal(3L, await survivor.AskAsync<long>("SELECT count(*) FROM posting"));
        Assert.Equal(1L, await survivor.AskAsync<long>("SELECT count(*) FROM reversal"));
        Assert.Equal(300_000m, await survivor.AskAsync<decimal>("SELECT sum(receivable) FROM customer"));
        await Verification.VerifyAsync(survivor);
        await dying.Database.DisposeAsync();
    }

    [Theory]
    [InlineData(Lifecycle.Store.Committing.Failpoints.Claimed)]
    [InlineData(Lifecycle.Store.Committing.Failpoints.Verified)]
    [InlineData(Lifecycle.Store.Committing.Failpoints.Decided)]
    [InlineData(Lifecycle.Store.Committing.Failpoints.Written)]
    public async Task A_connection_lost_before_commit_answers_503_and_leaves_nothing(string failpoint)
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.RegisterAsync("c");
        await host.PostAsync("c", "before", 100);
        host.Failpoints.Hook = async name =>
        {
            if (name == failpoint)
            {
                host.Failpoints.Hook = null;
                await host.AskAsync<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lifecycle-committer'");
            }
        };

        var verdict = await host.PostAsync("c", "1", 100);

        // A connection that is found dead only by COMMIT is asked about, and the batch decided again.
        if (failpoint == Lifecycle.Store.Committing.Failpoints.Written)
        {
            Assert.Equal(VerdictStatus.Accepted, verdict.Status);
        }
        else
        {
            Assert.Equal((VerdictStatus.Unavailable, "database-unavailable"), (verdict.Status, verdict.Refusal!.Code));
            Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM posting"));
            Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "1", 100)).Status);
        }

        await Verification.VerifyAsync(host);
    }
}
