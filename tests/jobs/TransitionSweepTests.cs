using Lifecycle.Api.Ratings;
using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Moving;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Jobs;

/// <summary>A policy that lets moves wait is published and swept over everybody, also who was compacted; waiting ends by itself.</summary>
public sealed class TransitionSweepTests
{
    [Fact]
    public async Task A_move_waits_its_days_and_is_made_on_the_last_without_anybody_asking()
    {
        await using var host = await StoreHost.StartAsync(options: new() { CompactionLimit = 3 });
        var today = host.Clock.Today;
        for (var i = 0; i < 20; i++)
        {
            await host.RegisterAsync($"c{i}");
            foreach (var (n, days) in new[] { 2400, 2300, 2200, 1500, 800, 745, 700, 400 }.Index())
            {
                await host.PostAsync($"c{i}", $"{i}/{n}", 10_000_00, on: today.AddDays(-days));
                if (days > 400)
                {
                    await host.PostAsync($"c{i}", $"{i}/{n}/paid", 10_000_00, PostingKind.Repayment, today.AddDays(-days));
                }
            }
        }

        await host.Policies.PublishAsync(TransitionPolicies.Json("""[{ "from": "problem", "to": "*", "afterDays": 360 }]"""), today, host.Clock.Now, CancellationToken.None);
        await TierSweepTests.RunAsync(host, "all");
        Assert.Equal("problem.pending", await ClassesAsync(host));
        await TierSweepTests.VerifyAsync(host);

        // It is a problem since its last sale but one left the year, 335 days ago; by the rules two paid sales of today make it mature.
        var since = today.AddDays(-700).FirstDayYearsAfter(1);
        for (var i = 0; i < 20; i++)
        {
            await host.PostAsync($"c{i}", $"{i}/a", 300_000_00, on: today);
            await host.PostAsync($"c{i}", $"{i}/b", 300_000_00, on: today);
            await host.PostAsync($"c{i}", $"{i}/c", 600_000_00, PostingKind.Repayment, today);
        }

        Assert.Equal("problem.pending", await ClassesAsync(host));
        Assert.Equal(0L, await ChangedAsync(host));
        await TierSweepTests.VerifyAsync(host);

        var book = host.Policies.Book;
        var customer = await host.Reader.Find("c7", book.LooksFrom(today), CancellationToken.None);
        var rating = Rater.Rate(customer!, today, book.InForceOn(today), book);
        var shown = RatingResource.Of("c7", rating, Explanation.Of(book.InForceOn(today), rating.Measures), new Dictionary<string, DocumentResource>(), Tongue.English);
        Assert.Equal(("problem", "problem.pending", "mature.abnormal"), (shown.State, shown.Class, shown.ClassComputed));
        Assert.Equal((since, since.AddDays(360), 0), (shown.ClassSince, shown.WaitsUntil, shown.WaitsFor!.Count));

        host.Clock.Today = since.AddDays(359);
        await TierSweepTests.RunAsync(host, null);
        Assert.Equal(("problem.pending", 0L), (await ClassesAsync(host), await ChangedAsync(host)));
        host.Clock.Today = since.AddDays(360);
        await TierSweepTests.RunAsync(host, null);
        Assert.Equal(("mature.abnormal", 20L), (await ClassesAsync(host), await ChangedAsync(host)));
        await TierSweepTests.VerifyAsync(host);
    }

    private static Task<string> ClassesAsync(StoreHost host) => host.AskAsync<string>("SELECT string_agg(DISTINCT class, ',') FROM customer");

    private static Task<long> ChangedAsync(StoreHost host) =>
        host.AskAsync<long>("SELECT count(*) FROM alert WHERE kind = 'state_changed' AND to_value = 'mature'");
}
