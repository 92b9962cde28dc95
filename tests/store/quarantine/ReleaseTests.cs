using Lifecycle.Grains;
using Lifecycle.Store.Quarantine;
using Lifecycle.Tests.Store.Past;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Store.Quarantine;

/// <summary>A state that was lost is made anew from what is append only, or the customer stays where it is.</summary>
public sealed class ReleaseTests
{
    private static readonly Guid[] Imports = [.. Enumerable.Range(1, 3).Select(n => new Guid(n, 0, 0, new byte[8]))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happened_to_it_the_state_is_what_it_was(int seed)
    {
        var random = new Random(seed);
        await using var host = await StoreHost.StartAsync(options: new() { CompactionLimit = 6 });
        var life = new RandomLife(random, Imports);
        for (var step = 0; step < 120; step++)
        {
            await life.StepAsync(host);
            host.Clock.Today = host.Clock.Today.AddDays(random.Next(4) == 0 ? random.Next(20) : 0);
        }

        await TestPostgres.ExecuteAsync(host.ConnectionString, "CREATE TABLE kept AS SELECT id, packed FROM customer; UPDATE customer SET packed = '\\x01ff'; INSERT INTO quarantine SELECT id, 'broken', now() FROM customer");
        for (var i = 0; i < RandomLife.Customers; i++)
        {
            Assert.Equal((VerdictStatus.Accepted, null), Shown(await ReleaseAsync(host, $"c{i}")));
        }

        // How far a state is compacted depends on when it was; without that, the bytes are the same.
        await Verification.VerifyAsync(host);
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM quarantine"));
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer JOIN kept USING (id) WHERE length(kept.packed) < 20 AND kept.packed <> customer.packed"));
    }

    [Fact]
    public async Task The_bytes_are_the_same_and_whoever_holds_it_in_memory_goes_on()
    {
        await using var host = await StoreHost.StartAsync();
        await SomebodyAsync(host);
        await DamageAsync(host);
        Assert.Equal((VerdictStatus.Accepted, null), Shown(await ReleaseAsync(host, "c")));
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM customer JOIN kept USING (id, version, packed)"));
        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "after", 5_00)).Status);
        await Verification.VerifyAsync(host);
    }

    [Theory]
    [InlineData("DELETE FROM posting WHERE external_id = '2'", "its history says")]
    [InlineData("UPDATE customer SET sales = sales + 1", "its columns are not what its state says")]
    [InlineData("UPDATE customer SET next_review_on = next_review_on + 1", "its next review is")]
    [InlineData("UPDATE customer_event SET type = 'unheard-of' WHERE type = 'profile-changed'", "its history cannot be folded (An event of the unknown type unheard-of)")]
    [InlineData("UPDATE alert SET status = 'acknowledged'", "an alert is not what its history says")]
    [InlineData("DELETE FROM rating", "it was never rated")]
    [InlineData("DELETE FROM customer", "its row is not there")]
    public async Task What_does_not_agree_with_its_history_stays(string damage, string why)
    {
        await using var host = await StoreHost.StartAsync();
        await SomebodyAsync(host);
        await DamageAsync(host);
        await TestPostgres.ExecuteAsync(host.ConnectionString, damage);
        var verdict = await ReleaseAsync(host, "c");

        Assert.Equal((VerdictStatus.Refused, "quarantine-kept"), Shown(verdict));
        Assert.Contains(why, verdict.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM quarantine"));
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer JOIN kept USING (id, packed)"));
    }

    [Fact]
    public async Task Nobody_else_is_released_and_a_repetition_is_a_duplicate()
    {
        await using var host = await StoreHost.StartAsync();
        await SomebodyAsync(host);
        Assert.Equal((VerdictStatus.Refused, "quarantine-not-found"), Shown(await ReleaseAsync(host, "c")));
        Assert.Equal((VerdictStatus.Refused, "quarantine-not-found"), Shown(await ReleaseAsync(host, "nobody")));

        await DamageAsync(host);
        var origin = new Origin("tester", Idempotency: new("key", [1]));
        Assert.Equal((VerdictStatus.Accepted, null), Shown(await ReleaseAsync(host, "c", origin)));
        Assert.Equal((VerdictStatus.Duplicate, null), Shown(await ReleaseAsync(host, "c", origin)));
        Assert.Equal((VerdictStatus.Refused, "idempotency-key-reused"), Shown(await ReleaseAsync(host, "c", new("tester", Idempotency: new("key", [2])))));
    }

    [Fact]
    public async Task Who_is_gone_comes_back_as_gone()
    {
        await using var host = await StoreHost.StartAsync();
        var imported = new Origin("importer", Imports[0]);
        await host.Customers.Submit("c", new ChangeProfile(host.Clock.Today, null, new(), new() { Name = "N" }, Register: true), imported);
        await host.PostAsync("c", "1", 900_00, on: host.Clock.Today.AddDays(-100), origin: imported);
        await host.Customers.Submit("c", new UndoImport(host.Clock.Today, Imports[0], new(0, long.MaxValue, 1, IsLast: true)), StoreHost.Origin);
        Assert.True(await host.AskAsync<bool>("SELECT version < 0 FROM customer"));

        await DamageAsync(host);
        Assert.Equal((VerdictStatus.Accepted, null), Shown(await ReleaseAsync(host, "c")));
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM customer JOIN kept USING (id, version, packed)"));
        Assert.Equal(VerdictStatus.Accepted, (await host.RegisterAsync("c")).Status);
        await Verification.VerifyAsync(host);
    }

    /// <summary>A customer with a history: facts, postings one of which was taken back, a judgement, and alerts.</summary>
    private static async Task SomebodyAsync(StoreHost host)
    {
        await host.RegisterAsync("c", manager: "li.na");
        await host.PostAsync("c", "1", 200_000_00, on: host.Clock.Today.AddDays(-100));
        await host.PostAsync("c", "2", 50_000_00, on: host.Clock.Today.AddDays(-80));
        await host.PostAsync("c", "3", 7_00);
        await host.Customers.Reverse("test", "3", releaseKey: false, host.Clock.Today, StoreHost.Origin);
        await host.Customers.Submit("c", new RecordEvaluation(host.Clock.Today, new("e", host.Clock.Today, 80_00), null), StoreHost.Origin);
        Assert.True(await host.AskAsync<long>("SELECT count(*) FROM alert") > 0);
    }

    private static Task DamageAsync(StoreHost host) => TestPostgres.ExecuteAsync(
        host.ConnectionString, "CREATE TABLE kept AS SELECT id, version, packed FROM customer; UPDATE customer SET packed = ''; INSERT INTO quarantine VALUES ('c', 'broken', now())");

    private static Task<Verdict> ReleaseAsync(StoreHost host, string customer, Origin? origin = null) =>
        new QuarantineRelease(host.Database, host.Policies, new() { CompactionLimit = 6 }, NullLogger<QuarantineRelease>.Instance)
            .Release(customer, origin ?? StoreHost.Origin, CancellationToken.None);

    private static (VerdictStatus, string?) Shown(Verdict verdict) => (verdict.Status, verdict.Refusal?.Code);
}
