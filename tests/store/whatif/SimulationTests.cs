using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.WhatIf;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Store.WhatIf;

/// <summary>Simulations on the real database: nothing that lives is touched, a result is whole or not there.</summary>
public sealed class SimulationTests
{
    private const int Customers = 40;

    // Without the row that calls a single unpaid shipment a problem.
    private static readonly string Draft = Without(PolicyReader.DefaultJson, 5);

    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task Nothing_that_lives_is_touched_and_everybody_is_rated()
    {
        await using var host = await FilledAsync();
        var simulations = Of(host);
        var progress = new Told();
        var id = await CreateAsync(host, simulations);
        var before = await LiveAsync(host);
        await simulations.Run(id, progress, Ct);

        Assert.Equal(before, await LiveAsync(host));
        var result = (await simulations.Result(id, Ct))!;
        var day = Assert.Single(result.Days);
        Assert.Equal((Customers, (Customers, Customers)), (day.Before.Total.Customers, progress.Last));
        Assert.Equal((await host.Past.PortfolioOf(host.Clock.Today, Ct)).Total, day.Before.Total);
        Assert.True(result.IsComplete);
        Assert.InRange(result.Movers, 1, Customers);
        Assert.Equal(result.Movers, await MoversAsync(host, id));
        Assert.Equal(result.Movers, day.ByClass.Where(m => m.From != m.To).Sum(m => m.Customers));

        await simulations.Run(id, progress, Ct); // once more, after a kill before its end was written down
        Assert.Equal(result.Movers, await MoversAsync(host, id));
    }

    [Fact]
    public async Task One_that_is_stopped_leaves_nothing_and_run_again_is_whole()
    {
        await using var host = await FilledAsync();
        var simulations = Of(host);
        var id = await CreateAsync(host, simulations);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => simulations.Run(id, new Told { OnFirst = stop.Cancel }, stop.Token));
        Assert.Equal((0, null), (await MoversAsync(host, id), await simulations.Result(id, Ct)));

        await simulations.Run(id, new Told(), Ct);
        Assert.Equal((await simulations.Result(id, Ct))!.Movers, await MoversAsync(host, id));
    }

    /// <summary>The alert feed tells a number only when no older transaction can still write a lower one.</summary>
    [Fact]
    public async Task Whatever_is_written_meanwhile_settles_at_once()
    {
        await using var host = await FilledAsync();
        var simulations = Of(host);
        var (id, isSettled) = (await CreateAsync(host, simulations), false);
        await simulations.Run(id, new Told { OnFirst = () => SettleAsync().GetAwaiter().GetResult() }, Ct);
        Assert.True(isSettled);

        async Task SettleAsync()
        {
            var number = await host.AskAsync<string>("SELECT pg_current_xact_id()::text");
            await Machine.UntilAsync(
                () => host.AskAsync<bool>($"SELECT pg_snapshot_xmin(pg_current_snapshot()) > '{number}'::xid8"), "what is written to settle");
            isSettled = true;
        }
    }

    [Fact]
    public async Task What_a_killed_run_has_written_is_gone_before_the_next()
    {
        await using var host = await FilledAsync();
        var simulations = Of(host);
        var (id, gone) = (await CreateAsync(host, simulations), Guid.NewGuid());
        foreach (var simulation in new[] { id, gone })
        {
            await TestPostgres.ExecuteAsync(host.ConnectionString, $"""
                INSERT INTO simulation_mover SELECT '{simulation}', 'left ' || n, null, 'a', 'b', 1, 2, 0, 0, 0, 0, '', null, null, null FROM generate_series(1, 10001) n
                """);
        }

        await simulations.Run(id, new Told(), Ct);
        Assert.Equal((await simulations.Result(id, Ct))!.Movers, await MoversAsync(host, id));
        Assert.Equal(0, await MoversAsync(host, gone));
    }

    [Fact]
    public async Task Whoever_comes_second_waits_and_finds_the_result()
    {
        await using var host = await FilledAsync();
        await using var other = await StoreHost.StartAsync(host.ConnectionString);
        var (id, progress) = (await CreateAsync(host, Of(host)), new Told());
        await Task.WhenAll(Of(host).Run(id, progress, Ct), Of(other).Run(id, progress, Ct));
        Assert.InRange(await MoversAsync(host, id), 1, Customers);
        Assert.Equal((await Of(host).Result(id, Ct))!.Movers, await MoversAsync(host, id));
    }

    [Fact]
    public async Task A_publication_counts_from_the_snapshot_on()
    {
        await using var host = await FilledAsync();
        var simulations = Of(host);
        var during = await CreateAsync(host, simulations);
        await simulations.Run(during, new Told { OnFirst = () => PublishAsync().GetAwaiter().GetResult() }, Ct);
        Assert.Equal(1, Assert.Single((await simulations.Result(during, Ct))!.Days).Against);

        var after = await CreateAsync(host, simulations);
        await simulations.Run(after, new Told(), Ct);
        var result = (await simulations.Result(after, Ct))!;
        Assert.Equal((2, 0), (Assert.Single(result.Days).Against, result.Movers)); // what is in force now is what is tried

        var named = await CreateAsync(host, simulations, against: 1);
        await simulations.Run(named, new Told(), Ct);
        Assert.Equal((await simulations.Result(during, Ct))!.Movers, (await simulations.Result(named, Ct))!.Movers);

        // Committing goes on under the new book beside a simulation that began under the old one.
        Task PublishAsync() => host.Policies.PublishAsync(Draft, host.Clock.Today, host.Clock.Now, Ct);
    }

    [Fact]
    public async Task A_bounded_number_is_kept_with_their_movers()
    {
        await using var host = await FilledAsync();
        var simulations = Of(host);
        var ids = new List<Guid>();
        for (var i = 0; i < Simulations.Kept + 3; i++)
        {
            ids.Add(await CreateAsync(host, simulations, at: host.Clock.Now.AddMinutes(i)));
            await simulations.Run(ids[^1], new Told(), Ct);
        }

        var kept = ids[^Simulations.Kept..];
        Assert.Equal(kept.AsEnumerable().Reverse(), (await host.AskAsync<Guid[]>("SELECT array_agg(id ORDER BY created_at DESC) FROM simulation"))!);
        Assert.Equal(Simulations.Kept, await host.AskAsync<long>("SELECT count(DISTINCT simulation_id) FROM simulation_mover"));
        Assert.Equal(0, await MoversAsync(host, ids[0]));
        Assert.Null(await simulations.Find(ids[0], Ct));
    }

    [Fact]
    public async Task A_bounded_number_waits()
    {
        await using var host = await FilledAsync();
        var simulations = Of(host);
        await Task.WhenAll(Enumerable.Range(0, 19).Select(_ => CreateAsync(host, simulations)));
        var key = await ClaimAsync(host, 1);
        var twentieth = await AskAsync(host, key);
        Assert.NotNull(twentieth);
        Assert.Null(await AskAsync(host, await ClaimAsync(host, 2, "other")));
        Assert.Equal(twentieth.Id, (await AskAsync(host, key))!.Id); // said again
        await simulations.Run(twentieth.Id, new Told(), Ct);
        Assert.NotNull(await AskAsync(host, await ClaimAsync(host, 2, "other")));
    }

    [Fact]
    public async Task A_request_said_again_is_the_same_until_its_key_lapses_or_the_simulation_is_forgotten()
    {
        await using var host = await FilledAsync();
        var key = await ClaimAsync(host, 1);
        var first = (await AskAsync(host, key))!;
        Assert.Equal([first.Id, first.Id], [(await Of(host).Asked(key, Ct))!.Id, (await AskAsync(host, key))!.Id]);

        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE idempotency_key SET created_at = created_at - interval '25 hours'");
        var other = await ClaimAsync(host, 2);
        Assert.Null(await Of(host).Asked(other, Ct));
        var second = (await AskAsync(host, other))!;
        Assert.NotEqual(first.Id, second.Id);

        await TestPostgres.ExecuteAsync(host.ConnectionString, "DELETE FROM simulation");
        Assert.Null(await Of(host).Asked(other, Ct));
        Assert.NotEqual(second.Id, (await AskAsync(host, other))!.Id);
    }

    [Fact]
    public async Task Those_that_were_cancelled_push_no_result_out_and_do_not_pile_up()
    {
        await using var host = await FilledAsync();
        var simulations = Of(host);
        var done = await CreateAsync(host, simulations);
        await simulations.Run(done, new Told(), Ct);
        for (var i = 0; i < Simulations.Kept + 3; i++)
        {
            await CreateAsync(host, simulations, at: host.Clock.Now.AddMinutes(i + 1));
            await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE job_run SET status = 'cancelled', finished_at = now() WHERE finished_at IS NULL");
        }

        await simulations.Run(await CreateAsync(host, simulations, at: host.Clock.Now.AddHours(1)), new Told(), Ct);
        Assert.NotNull(await simulations.Find(done, Ct));
        Assert.Equal(Simulations.Kept + 2, await host.AskAsync<long>("SELECT count(*) FROM simulation"));
    }

    [Fact]
    public async Task A_damaged_customer_is_left_out_and_the_result_says_so()
    {
        await using var host = await FilledAsync();
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE customer SET packed = '' WHERE id = 'c3'");
        var id = await CreateAsync(host, Of(host));
        await Of(host).Run(id, new Told(), Ct);
        var result = (await Of(host).Result(id, Ct))!;
        Assert.Equal((false, Customers - 1), (result.IsComplete, result.Days[0].After.Total.Customers));
    }

    /// <summary>Some with a single unpaid shipment, whom the draft moves; some with so much that it was compacted.</summary>
    private static async Task<StoreHost> FilledAsync()
    {
        var host = await StoreHost.StartAsync(options: new() { CompactionLimit = 6 });
        for (var i = 0; i < Customers; i++)
        {
            await host.RegisterAsync($"c{i}", manager: i % 2 == 0 ? "li.na" : null);
            await host.PostAsync($"c{i}", $"{i}", 100_000, on: new(2023, 1, 1));
            for (var n = 0; n < i % 4 * 4; n++)
            {
                await host.PostAsync($"c{i}", $"{i}-{n}", 100 + n, (PostingKind)(1 + (n % 2)), new DateOnly(2026, 6, 1).AddDays(-20 * n));
            }

            await host.PostAsync($"c{i}", $"{i}-last", 1_000, on: new(2026, 5, 1));
        }

        return host;
    }

    private static Simulations Of(StoreHost host) => new(host.Database, host.Reader, host.Policies, host.Clock, NullLogger<Simulations>.Instance);

    private static async Task<Guid> CreateAsync(StoreHost host, Simulations simulations, int? against = null, DateTimeOffset? at = null)
    {
        var simulation = Asked(host, Guid.NewGuid()) with { Against = against, CreatedAt = at ?? host.Clock.Now };
        Assert.NotNull(await simulations.Create(simulation, Draft, against is null ? null : PolicyReader.DefaultJson, "tester", null, Ct));
        return simulation.Id;
    }

    private static async Task<IdempotencyKey> ClaimAsync(StoreHost host, byte body, string name = "key")
    {
        var key = new IdempotencyKey(name, [body]);
        Assert.Null(await new IdempotencyKeys(host.Database).ClaimAsync(key, Ct));
        return key;
    }

    private static Task<Simulation?> AskAsync(StoreHost host, IdempotencyKey key) =>
        Of(host).Create(Asked(host, Guid.NewGuid()), Draft, null, "tester", key, Ct);

    private static Simulation Asked(StoreHost host, Guid id) => new(id, 2, 1, null, null, [host.Clock.Today], host.Clock.Now);

    private static Task<long> MoversAsync(StoreHost host, Guid id) =>
        host.AskAsync<long>($"SELECT count(*) FROM simulation_mover WHERE simulation_id = '{id}'");

    /// <summary>Every table with everything in it, but those of simulations.</summary>
    private static async Task<string> LiveAsync(StoreHost host)
    {
        var tables = (await host.AskAsync<string[]>(
            "SELECT array_agg(tablename::text ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'simulation%'"))!;
        Assert.Contains("customer", tables);
        var contents = await Task.WhenAll(tables.Select(async table =>
            $"{table} {await host.AskAsync<string>($"SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")}"));
        return string.Join('\n', contents);
    }

    private static string Without(string json, int rule)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        document["classes"]!.AsArray().RemoveAt(rule);
        return document.ToJsonString();
    }

    private sealed class Told : IProgress<(long Done, long Total)>
    {
        public Action? OnFirst { get; set; }

        public (long Done, long Total) Last { get; private set; }

        public void Report((long Done, long Total) value)
        {
            lock (this)
            {
                (OnFirst, var first, Last) = (null, OnFirst, value);
                first?.Invoke();
            }
        }
    }
}
