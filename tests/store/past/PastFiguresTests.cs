using Lifecycle.Grains;
using Lifecycle.Store.Past;
using Lifecycle.Store.Portfolio;
using Lifecycle.Tests.Grains.Customers;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Past;

/// <summary>Answers about past days come from memory only while they are what a fresh look would give.</summary>
public sealed class PastFiguresTests
{
    private const int Customers = 4;

    // More than are folded anew at a time.
    private const int Many = 450;

    private static readonly (int Days, PostingKind Kind)[] Old =
    [
        (1500, PostingKind.Shipment), (1400, PostingKind.Repayment), (1300, PostingKind.Shipment), (1200, PostingKind.Shipment), (10, PostingKind.Repayment),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_any_command_the_answer_is_a_fresh_one(int seed)
    {
        var random = new Random(seed);
        await using var one = await StoreHost.StartAsync(options: new() { CompactionLimit = 6 });
        await using var two = await StoreHost.StartAsync(one.ConnectionString, new() { CompactionLimit = 6 });
        var postings = Enumerable.Range(0, Customers).Select(_ => new List<Posting>()).ToArray();
        await one.RegisterAsync("c0");
        for (var round = 0; round < 120; round++)
        {
            await StepAsync(random.Next(2) == 0 ? one : two, random, postings, round);
            foreach (var day in Days(one.Clock.Today))
            {
                using var fresh = new PastFigures(two.Database, two.Reader, two.Policies);
                Assert.Equal(Shown(await fresh.PortfolioOf(day, CancellationToken.None)), Shown(await one.Past.PortfolioOf(day, CancellationToken.None)));
            }

            if (round % 7 == 0)
            {
                await one.Compactor.FoldAsync(CancellationToken.None);
            }

            one.Clock.Today = two.Clock.Today = one.Clock.Today.AddDays(random.Next(10) == 0 ? random.Next(40) : 0);
        }
    }

    [Fact]
    public async Task Many_who_were_compacted_count_as_if_nobody_were()
    {
        await using var compacted = await StoreHost.StartAsync(options: new() { CompactionLimit = 3 });
        await using var whole = await StoreHost.StartAsync();
        await Task.WhenAll(new[] { compacted, whole }.Select(GrowOldAsync));
        Assert.Equal((Many, 0), (await CompactedAsync(compacted), await CompactedAsync(whole)));

        var known = KnownAt.EndOf(whole.Clock.Today, whole.Clock);
        foreach (var day in new[] { -1, -600, -1250, -1350, -1450 }.Select(whole.Clock.Today.AddDays))
        {
            var expected = Shown(await whole.Past.PortfolioOf(day, CancellationToken.None));
            Assert.Equal(expected, Shown(await compacted.Past.PortfolioOf(day, CancellationToken.None)));
            Assert.Equal(expected, Shown((await compacted.Past.TwiceAsync(day, known)).Now));
        }
    }

    [Fact]
    public async Task An_answer_without_a_damaged_customer_is_not_kept()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("sound");
        await host.RegisterAsync("damaged");
        var yesterday = host.Clock.Today.AddDays(-1);
        await TestPostgres.ExecuteAsync(host.ConnectionString, "CREATE TABLE kept AS SELECT * FROM customer; UPDATE customer SET packed = '' WHERE id = 'damaged'");
        Assert.Equal(1, (await host.Past.PortfolioOf(yesterday, CancellationToken.None)).Total.Customers);

        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE customer c SET packed = k.packed FROM kept k WHERE k.id = c.id");
        Assert.Equal(2, (await host.Past.PortfolioOf(yesterday, CancellationToken.None)).Total.Customers);
    }

    [Fact]
    public async Task What_happens_today_leaves_the_answer_about_yesterday_in_memory()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        var yesterday = host.Clock.Today.AddDays(-1);
        var answer = await host.Past.PortfolioOf(yesterday, CancellationToken.None);

        await host.PostAsync("c", "1", 100, on: host.Clock.Today);
        await host.Compactor.FoldAsync(CancellationToken.None);
        Assert.Same(answer, await host.Past.PortfolioOf(yesterday, CancellationToken.None));

        await host.PostAsync("c", "2", 100, on: yesterday);
        var later = await host.Past.PortfolioOf(yesterday, CancellationToken.None);
        Assert.NotSame(answer, later);
        Assert.Equal(100m, later.Total.Receivable);
    }

    [Fact]
    public async Task A_policy_published_elsewhere_makes_another_answer()
    {
        await using var host = await StoreHost.StartAsync();
        await using var elsewhere = await StoreHost.StartAsync(host.ConnectionString);
        await host.RegisterAsync("c");
        await host.PostAsync("c", "1", 100);
        Assert.Equal("new.ineffective", Assert.Single((await host.Past.PortfolioOf(host.Clock.Today, CancellationToken.None)).Cells).Key.Class);

        var other = PolicyReader.DefaultJson.Replace("new.ineffective", "new.small", StringComparison.Ordinal);
        await elsewhere.Policies.PublishAsync(other, host.Clock.Today.AddDays(-5), host.Clock.Now, CancellationToken.None);

        Assert.Equal("new.small", Assert.Single((await host.Past.PortfolioOf(host.Clock.Today, CancellationToken.None)).Cells).Key.Class);
    }

    [Fact]
    public async Task Whoever_is_not_reviewed_yet_is_pending_on_every_day_from_then_on()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        await host.PostAsync("c", "1", 100, on: host.Clock.Today);
        var next = await host.AskAsync<DateOnly>("SELECT next_review_on FROM customer");
        var live = new LivePortfolio(host.Database);

        Assert.Equal(0, await live.CountPending(next.AddDays(-1), CancellationToken.None));
        Assert.Equal(1, await live.CountPending(next, CancellationToken.None));
    }

    [Fact]
    public async Task Changes_of_a_day_are_folded_into_one_row_and_still_counted()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        for (var i = 0; i < 5; i++)
        {
            await host.PostAsync("c", $"{i}", 100, on: host.Clock.Today.AddDays(-(i % 2)));
        }

        await host.Compactor.FoldAsync(CancellationToken.None);
        Assert.Equal("-infinity 1, 2026-06-14 2, 2026-06-15 3", await host.AskAsync<string>(
            "SELECT string_agg(day || ' ' || changes, ', ' ORDER BY day) FROM past_change"));
    }

    /// <summary>Some years of postings of many customers, of whom no two have the same sum.</summary>
    private static Task GrowOldAsync(StoreHost host) => Task.WhenAll(Enumerable.Range(0, Many).Select(async i =>
    {
        await host.RegisterAsync($"c{i}");
        foreach (var (days, kind) in Old)
        {
            await host.PostAsync($"c{i}", $"{i}-{days}", (100_000 * (i + 1)) + days, kind, host.Clock.Today.AddDays(-days));
        }
    }));

    private static async Task<int> CompactedAsync(StoreHost host)
    {
        var count = 0;
        for (var i = 0; i < Many; i++)
        {
            count += (await host.Reader.Find($"c{i}", ratable: null, CancellationToken.None))!.Movements.Opening is null ? 0 : 1;
        }

        return count;
    }

    private static async Task StepAsync(StoreHost host, Random random, List<Posting>[] postings, int round)
    {
        var customer = random.Next(Customers);
        if (random.Next(40) == 0)
        {
            var json = PolicyReader.DefaultJson.Replace("20000", $"{20000 + round}", StringComparison.Ordinal);
            await host.Policies.PublishAsync(json, host.Clock.Today.AddDays(-random.Next(900)), host.Clock.Now, CancellationToken.None);
            return;
        }

        if (random.Next(15) == 0)
        {
            await host.RegisterAsync($"c{customer}");
            return;
        }

        var command = RandomCommands.Next(random, host.Clock.Today, postings[customer], round);
        if (command is ReversePosting reverse)
        {
            await host.Customers.Reverse(reverse.Posting.Source, reverse.Posting.ExternalId, releaseKey: true, host.Clock.Today, StoreHost.Origin);
            postings[customer].Remove(reverse.Posting);
            return;
        }

        if (command is AcceptPosting accept)
        {
            command = accept with { Posting = accept.Posting with { CustomerId = $"c{customer}", Source = "random" } };
        }

        var verdict = await host.Customers.Submit($"c{customer}", command, StoreHost.Origin);
        if (verdict.Status == VerdictStatus.Accepted && command is AcceptPosting { Posting: var posting })
        {
            postings[customer].Add(posting);
        }
    }

    private static DateOnly[] Days(DateOnly today) =>
        [today, today.AddDays(-1), today.AddDays(-20), today.AddDays(-200), today.AddDays(-700), today.AddDays(-1400)];

    private static string Shown(Portfolio portfolio) => string.Join('\n', portfolio.Cells
        .Select(c => $"{c.Key} {c.Value}").Order(StringComparer.Ordinal));
}
