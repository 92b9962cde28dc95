using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Verifying;
using Lifecycle.Tests.Grains.Tiering;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Jobs;

/// <summary>A policy that reviews tiers otherwise is swept over everybody; reviews and ends come by themselves on their days.</summary>
public sealed class TierSweepTests
{
    [Fact]
    public async Task A_calendar_puts_everybody_on_what_the_last_review_said_also_who_was_compacted()
    {
        await using var host = await StoreHost.StartAsync(options: new() { CompactionLimit = 3 });
        for (var i = 0; i < 40; i++)
        {
            await host.RegisterAsync($"c{i}");
            foreach (var (n, days) in new[] { 800, 745, 700, 400, 200, 60, 10 }.Index())
            {
                await host.PostAsync($"c{i}", $"{i}/{n}", (i + 1L) * 10_000_000, on: host.Clock.Today.AddDays(-days));
            }

            await host.PostAsync($"c{i}", $"{i}/paid", (i + 1L) * 20_000_000, PostingKind.Repayment, host.Clock.Today.AddDays(-5));
        }

        await PublishAsync(host, """{ "when": "calendar", "days": ["01-01", "06-01"] }""");
        await RunAsync(host, "all");

        var review = new DateOnly(2026, 6, 1);
        var expected = await ExpectedAsync(host, review);
        Assert.Equal(expected, await TiersAsync(host));
        Assert.NotEqual(await ExpectedAsync(host, host.Clock.Today), expected);
        Assert.Equal(expected, await AsOfAsync(host, host.Clock.Today));
        await VerifyAsync(host);

        // A shipment of today counts at the next review; one that is backdated behind the last one counts at once.
        await host.PostAsync("c39", "later", 900_000_000_00, on: host.Clock.Today);
        Assert.Equal(expected, await TiersAsync(host));
        await host.PostAsync("c39", "earlier", 900_000_000_00, on: new(2026, 5, 20));
        Assert.Equal(await ExpectedAsync(host, review), await TiersAsync(host));

        host.Clock.Today = new(2027, 1, 2);
        await RunAsync(host, null);
        Assert.Equal(await ExpectedAsync(host, new(2027, 1, 1)), await TiersAsync(host));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task A_tier_set_by_hand_ends_by_itself()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("key");
        await host.Customers.Submit("key", new SetTier(host.Clock.Today, new(1, host.Clock.Today.AddDays(5), "key")), StoreHost.Origin);
        host.Clock.Today = host.Clock.Today.AddDays(5);
        await RunAsync(host, null);
        Assert.Equal(1, await host.AskAsync<short>("SELECT tier FROM customer"));
        host.Clock.Today = host.Clock.Today.AddDays(1);
        await RunAsync(host, null);
        Assert.Equal(4, await host.AskAsync<short>("SELECT tier FROM customer"));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task Approvals_begin_with_the_tiers_of_the_day_before_and_expire_by_themselves()
    {
        await using var host = await StoreHost.StartAsync(options: new() { CompactionLimit = 3 });
        for (var i = 0; i < 30; i++)
        {
            await host.RegisterAsync($"c{i}");
            await host.PostAsync($"c{i}", $"{i}/s", (i + 1L) * 10_000_000);
        }

        var before = await TiersAsync(host);
        await PublishAsync(host, """{ "when": "everyRating", "effect": "approval", "expiresAfterDays": 10 }""");
        await RunAsync(host, "all");
        Assert.Equal(before, await TiersAsync(host));
        Assert.Equal(30L, await host.AskAsync<long>("SELECT count(*) FROM customer_event WHERE type = 'tier-held'"));
        await RunAsync(host, "all");
        Assert.Equal(30L, await host.AskAsync<long>("SELECT count(*) FROM customer_event WHERE type LIKE 'tier-%'"));

        for (var i = 0; i < 30; i++)
        {
            await host.PostAsync($"c{i}", $"{i}/p", (i + 1L) * 10_000_000, PostingKind.Repayment);
        }

        Assert.Equal(before, await TiersAsync(host));
        var waiting = await host.AskAsync<long>("SELECT count(*) FROM tier_proposal WHERE status = 'open'");
        Assert.InRange(waiting, 5, 30);
        await VerifyAsync(host);

        host.Clock.Today = host.Clock.Today.AddDays(9);
        await RunAsync(host, null);
        Assert.Equal(waiting, await host.AskAsync<long>("SELECT count(*) FROM tier_proposal WHERE status = 'open'"));
        host.Clock.Today = host.Clock.Today.AddDays(1);
        await RunAsync(host, null);
        Assert.Equal(waiting, await host.AskAsync<long>("SELECT count(*) FROM tier_proposal WHERE status = 'expired' AND decided_by IS NULL"));
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM alert WHERE kind = 'tier_proposed' AND status <> 'closed'"));
        Assert.Equal(before, await TiersAsync(host));
        await VerifyAsync(host);

        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE tier_proposal SET status = 'open' WHERE id = (SELECT max(id) FROM tier_proposal)");
        Assert.Single(await new Verifier(host.Database, host.Policies).Verify(new Progress<(long, long)>(), CancellationToken.None));
        await TestPostgres.ExecuteAsync(host.ConnectionString, """
            UPDATE tier_proposal SET status = 'expired', to_tier = 1 WHERE id = (SELECT max(id) FROM tier_proposal);
            UPDATE tier_proposal SET expires_on = expires_on + 1 WHERE id = (SELECT min(id) FROM tier_proposal)
            """);
        Assert.Equal(2, (await new Verifier(host.Database, host.Policies).Verify(new Progress<(long, long)>(), CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Of_a_customer_that_an_undone_import_takes_along_nothing_waits_and_it_comes_back_afresh()
    {
        await using var host = await StoreHost.StartAsync();
        await PublishAsync(host, """{ "when": "everyRating", "effect": "approval" }""");
        await PostImportedAsync(host, new Guid(1, 0, 0, new byte[8]));
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM tier_proposal WHERE status = 'open'"));
        await host.Customers.Submit("gone", new UndoImport(host.Clock.Today, new Guid(1, 0, 0, new byte[8]), new(0, long.MaxValue, 2, IsLast: true)), StoreHost.Origin);
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer WHERE version > 0"));
        Assert.Equal("withdrawn", await host.AskAsync<string>("SELECT string_agg(status, ',') FROM tier_proposal"));

        await PostImportedAsync(host, new Guid(2, 0, 0, new byte[8]));
        Assert.Equal("withdrawn,open", await host.AskAsync<string>("SELECT string_agg(status, ',' ORDER BY id) FROM tier_proposal"));
        await VerifyAsync(host);
    }

    /// <summary>Registered and shipped to, then paid: tier 4 first, 3 by its points after.</summary>
    private static async Task PostImportedAsync(StoreHost host, Guid import)
    {
        var origin = new Origin("tester", import);
        await host.Customers.Submit("gone", new ChangeProfile(host.Clock.Today, null, new(), new() { Name = "N" }, Register: true), origin);
        await host.PostAsync("gone", $"{import}/s", 210_000_000, origin: origin);
        host.Clock.Today = host.Clock.Today.AddDays(1); // on its first day there would be nothing to approve
        await host.PostAsync("gone", $"{import}/p", 210_000_000, PostingKind.Repayment, origin: origin);
    }

    internal static Task PublishAsync(StoreHost host, string review) =>
        host.Policies.PublishAsync(TierPolicies.Json(review), host.Clock.Today, host.Clock.Now, CancellationToken.None);

    internal static Task RunAsync(StoreHost host, string? scope) => TimeTests.ReRate(host).RunAsync(new(scope, new Progress<JobProgress>()), CancellationToken.None);

    internal static async Task VerifyAsync(StoreHost host)
    {
        Assert.Empty(await new Verifier(host.Database, host.Policies).Verify(new Progress<(long, long)>(), CancellationToken.None));
        await Verification.VerifyAsync(host);
    }

    private static Task<string> TiersAsync(StoreHost host) => host.AskAsync<string>("SELECT string_agg(id || ' ' || tier, ',' ORDER BY id) FROM customer");

    /// <summary>By the points of a day under the default policy.</summary>
    private static async Task<string> ExpectedAsync(StoreHost host, DateOnly review)
    {
        var ids = (await host.AskAsync<string>("SELECT string_agg(id, ',' ORDER BY id) FROM customer")).Split(',');
        var tiers = new List<string>();
        foreach (var id in ids)
        {
            var customer = await host.Reader.Find(id, review, CancellationToken.None);
            tiers.Add($"{id} {Rater.Rate(customer!, review, host.Policies.Book.Published[0]).TierComputed}");
        }

        return string.Join(',', tiers);
    }

    private static async Task<string> AsOfAsync(StoreHost host, DateOnly day)
    {
        var tiers = new List<string>();
        foreach (var id in (await host.AskAsync<string>("SELECT string_agg(id, ',' ORDER BY id) FROM customer")).Split(','))
        {
            var customer = await host.Reader.Find(id, host.Policies.Book.LooksFrom(day), CancellationToken.None);
            tiers.Add($"{id} {Rater.Review(customer!, day, host.Policies.Book).Rating.Tier}");
        }

        return string.Join(',', tiers);
    }
}
