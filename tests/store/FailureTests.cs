using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Store;

/// <summary>One bad item, one unreadable customer, one rival: the neighbours never notice.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task What_the_database_refuses_is_named_and_its_neighbours_commit()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.RegisterAsync("c");
        var verdicts = await TogetherAsync(host, [.. Enumerable.Range(0, 20).Select(i => i == 13 ? "no\0thing" : $"k{i}")]);

        Assert.Equal("not-storable", verdicts[13].Refusal!.Code);
        Assert.All(verdicts.Where((_, i) => i != 13), v => Assert.Equal(VerdictStatus.Accepted, v.Status));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Sums_beyond_64_bits_are_refused_by_name()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        await host.PostAsync("c", "1", long.MaxValue - 10);

        Assert.Equal("amount-overflow", (await host.PostAsync("c", "2", 100)).Refusal!.Code);
        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "3", 5)).Status);
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_customer_whose_state_cannot_be_read_is_put_aside_by_name()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1, ResidentCustomers = 2 });
        await host.RegisterAsync("poison");
        await host.RegisterAsync("c");
        await host.RegisterAsync("d");
        await host.RegisterAsync("e");
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE customer SET packed = '\\x01ff' WHERE id = 'poison'");

        var held = new Held();
        host.Failpoints.Hook = name => name == Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        var first = host.PostAsync("c", "first", 1).AsTask();
        await held.Reached;
        var poison = host.PostAsync("poison", "p", 5).AsTask();
        var neighbour = host.PostAsync("d", "n", 5).AsTask();
        held.Release();

        Assert.Equal((VerdictStatus.Refused, "customer-quarantined"), ((await poison).Status, (await poison).Refusal!.Code));
        Assert.Equal(VerdictStatus.Accepted, (await first).Status);
        Assert.Equal(VerdictStatus.Accepted, (await neighbour).Status);
        Assert.Equal("poison", await host.AskAsync<string>("SELECT string_agg(customer_id, ',') FROM quarantine"));
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM posting WHERE customer_id = 'poison'"));
    }

    [Fact]
    public async Task A_stale_activation_decides_on_what_the_database_holds()
    {
        await using var one = await StoreHost.StartAsync();
        await using var two = await StoreHost.StartAsync(one.ConnectionString);
        await one.RegisterAsync("c");
        await one.PostAsync("c", "1", 10_000_000);
        await two.PostAsync("c", "2", 10_000_000);
        var verdict = await one.PostAsync("c", "3", 1);

        Assert.Equal(20_000_001, verdict.Rated!.Standing.Sales);
        Assert.Equal(4, verdict.Rated.Version);

        // A duplicate must not be refused, nor a posting lost, by what a stale silo remembers.
        Assert.Equal(VerdictStatus.Duplicate, (await two.PostAsync("c", "1", 10_000_000)).Status);
        await Verification.VerifyAsync(one);
    }

    [Fact]
    public async Task A_lock_held_for_a_while_only_delays()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        await using var rival = new NpgsqlConnection(host.ConnectionString);
        await rival.OpenAsync();
        await using var transaction = await rival.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM customer WHERE id = 'c' FOR UPDATE", rival))
        {
            await hold.ExecuteNonQueryAsync();
        }

        // Released once the first attempt has failed: the second attempt takes the failpoint again.
        var attempts = 0;
        host.Failpoints.Hook = async name =>
        {
            if (name == Failpoints.Taken && ++attempts == 2)
            {
                await transaction.RollbackAsync();
            }
        };

        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "1", 100)).Status);
        Assert.Equal(2, attempts);
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_stopping_silo_commits_what_waits_and_answers_the_rest()
    {
        var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        var waiting = Enumerable.Range(0, 200).Select(i => host.PostAsync("c", $"{i}", 1).AsTask()).ToArray();
        await host.Customers.StopAsync(CancellationToken.None);

        Assert.All(await Task.WhenAll(waiting), v => Assert.Equal(VerdictStatus.Accepted, v.Status));
        Assert.Equal("stopping", (await host.PostAsync("c", "late", 1)).Refusal!.Code);
        Assert.Equal("stopping", (await host.Customers.Submit("c", new ReviewRating(StoreHost.Today), StoreHost.Origin)).Refusal!.Code);
        await Verification.VerifyAsync(host);
        await host.DisposeAsync();
    }

    private static async Task<Verdict[]> TogetherAsync(StoreHost host, string[] keys)
    {
        var held = new Held();
        host.Failpoints.Hook = name => name == Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        var first = host.PostAsync("c", "first", 1).AsTask();
        await held.Reached;
        var rest = Array.ConvertAll(keys, key => host.PostAsync("c", key, 5).AsTask());
        held.Release();
        await first;
        return await Task.WhenAll(rest);
    }
}
